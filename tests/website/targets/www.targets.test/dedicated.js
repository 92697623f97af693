navigator.hardwareConcurrency; fetch("/first/dedicated");
new Worker("/nested.js");
