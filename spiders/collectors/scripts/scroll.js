// Scrolls to the end once, as a reader would, so that lazy content loads; gives up after `budget` milliseconds.
async (budget) => {
  const end = performance.now() + budget;
  const page = document.scrollingElement || document.documentElement;
  for (let y = 0; y < page.scrollHeight && performance.now() < end; y += innerHeight * 0.9) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  scrollTo({ top: page.scrollHeight, behavior: "instant" });
  return true;
};
