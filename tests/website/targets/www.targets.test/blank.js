const blank = document.body.appendChild(document.createElement("iframe")).contentWindow;
blank.document.cookie = "first_blank=1"; blank.navigator.hardwareConcurrency; blank.fetch("/first/blank");
