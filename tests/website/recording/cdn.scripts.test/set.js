document.cookie = "script_cookie=12345678; path=/; Max-Age=2592000";
cookieStore.set({ name: "store_cookie", value: "abcdef", expires: Date.now() + 10 * 86400000 });
document.cookie = "deleted_cookie=1; path=/";
document.cookie = "deleted_cookie=; path=/; Max-Age=0";
