hexo.extend.generator.register("post", () => []);
