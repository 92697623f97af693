fetch("https://api.tracker.test/worker/nested");
