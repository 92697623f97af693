navigator.hardwareConcurrency; fetch("/first/nested");
