navigator.hardwareConcurrency; fetch("/first/shared");
