fetch("https://api.tracker.test/worker/dedicated");
new Worker("/jobs/nested.js");
