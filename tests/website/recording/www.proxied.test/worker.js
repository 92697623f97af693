fetch("https://worker.names.test/w");
