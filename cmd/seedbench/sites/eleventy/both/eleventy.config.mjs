export default function (config) {
	config.setQuietMode(true);
	config.addFilter("iso", (date) => date.toISOString());
	config.addCollection("newest", (all) =>
		all.getFilteredByGlob("src/**/*.md").sort((a, b) => b.date - a.date).slice(0, 20));
	return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}
