open("/popup");
open("https://pop.third.test/popup");
const blank = document.body.appendChild(document.createElement("iframe")).contentWindow;
blank.document.cookie = "first_blank=1"; blank.navigator.hardwareConcurrency; blank.fetch("/first/blank");
const bare = open("");
bare.document.cookie = "first_bare=1"; bare.navigator.hardwareConcurrency; bare.fetch("/first/bare");
new Worker("/dedicated.js");
new SharedWorker("/shared.js");
navigator.serviceWorker.register("/service.js");
