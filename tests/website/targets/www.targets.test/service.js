navigator.hardwareConcurrency; fetch("/first/service");
