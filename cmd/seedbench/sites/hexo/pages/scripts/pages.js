const escapeHTML = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

hexo.extend.generator.register("post", (site) => site.posts.map((seed) => ({
	path: seed.path + "index.html",
	data: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHTML(seed.title)}</title></head>` +
		`<body><h1>${escapeHTML(seed.title)}</h1>${seed.content}</body></html>`,
})));
