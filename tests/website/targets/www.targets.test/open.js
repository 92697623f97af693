open("/popup");
open("https://pop.third.test/popup");
const bare = open("");
bare.document.cookie = "first_bare=1"; bare.navigator.hardwareConcurrency; bare.fetch("/first/bare");
