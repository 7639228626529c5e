package check

// Pictures (SVG Tiny 1.2 without what loads other documents) and formulas (MathML) that readers let through.
var (
	svgElements = set("a animate animateColor animateMotion animateTransform circle clipPath defs desc ellipse font-face font-face-name font-face-src g glyph " +
		"hkern line linearGradient marker mask metadata missing-glyph mpath path pattern polygon polyline radialGradient rect set stop svg " +
		"switch symbol text textPath title tref tspan use view")
	mathElements = set("annotation annotation-xml maction math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace " +
		"msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics")
	foreignAttributes = set("accent-height accumulate actiontype additive align alphabetic arabic-form aria-hidden aria-label ascent attributeName attributeType " +
		"baseProfile bbox begin by calcMode cap-height class clip-path color color-rendering columnalign columnlines columnspacing columnspan " +
		"content cx cy d depth descent display displaystyle dur dx dy encoding end equalcolumns equalrows fence fill fill-opacity fill-rule " +
		"focusable font-family font-size font-stretch font-style font-variant font-weight fontstyle fontweight frame from fx fy g1 g2 glyph-name " +
		"gradientUnits hanging height horiz-adv-x horiz-origin-x id ideographic k keyPoints keySplines keyTimes lang linethickness lspace " +
		"marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask mathbackground mathcolor mathematical mathvariant max " +
		"maxsize min minsize name offset opacity orient origin other overline-position overline-thickness panose-1 path pathLength points " +
		"preserveAspectRatio r refX refY repeatCount repeatDur requiredExtensions requiredFeatures restart role rotate rowalign rowlines " +
		"rowspacing rowspan rspace rx ry scriptlevel selection separator slope stemh stemv stop-color stop-opacity stretchy " +
		"strikethrough-position strikethrough-thickness stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin " +
		"stroke-miterlimit stroke-opacity stroke-width style systemLanguage target text-anchor to transform type u1 u2 underline-position " +
		"underline-thickness unicode unicode-range units-per-em values version viewBox visibility width widths x x-height x1 x2 xmlns y y1 y2 " +
		"zoomAndPan")
)
