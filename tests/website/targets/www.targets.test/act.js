document.cookie = `first_${document.currentScript.src.split("?")[1]}=1; SameSite=None; Secure`; navigator.hardwareConcurrency; fetch(`/first/${document.currentScript.src.split("?")[1]}`);
