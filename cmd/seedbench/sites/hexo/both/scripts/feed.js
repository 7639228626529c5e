const escapeHTML = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

hexo.extend.generator.register("feed", (site) => {
	const newest = site.posts.sort("-date").limit(20).toArray();
	const entries = newest.map((seed) =>
		`<entry><title>${escapeHTML(seed.title)}</title><id>${seed.permalink}</id><link href="${seed.permalink}"/>` +
		`<updated>${seed.date.toISOString()}</updated><content type="html">${escapeHTML(seed.content)}</content></entry>\n`);
	return {
		path: "feed.xml",
		data: `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title><id>https://bench.test/</id>` +
			`<author><name>B</name></author><updated>${newest[0].date.toISOString()}</updated>\n${entries.join("")}</feed>\n`,
	};
});
