localStorage.setItem("widget_local", "one");
sessionStorage.setItem("widget_session", "two");
document.cookie = "widget_cookie=three; Max-Age=864000; SameSite=None; Secure";
indexedDB.open("widget_base", 1);
caches.open("widget_cache");
document.requestStorageAccess().catch(() => {});
