localStorage.setItem("own_local", "one");
localStorage.by_property = "kept without setItem";
sessionStorage.setItem("own_session", "two");
indexedDB.open("own_base", 1);
caches.open("own_cache");
