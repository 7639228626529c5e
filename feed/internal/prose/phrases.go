package prose

// phrases is the table of signs. Phrases are in the form that fold gives a line: lower case, no punctuation,
// digits as "#". With "…" at the end they match whatever follows, with "…:" only a colon or bar; with "…" at
// the start they are found anywhere in a short line. An earlier row wins. The rows that prove nothing hold what
// authors, too, write on a line of their own; such lines go only from a text that others have shown to
// be scraped.
var phrases = []struct {
	sign sign
	list string
}{
	{sign{label, "share label", 1}, `share this article|share this story|share on|share on facebook|share on twitter|share on linkedin|share on email|
share on whatsapp|share on x|share via|share with friends|share your thoughts with friends|share it with friends|
print this article…|sharing is caring|tweet|pin it|pin|copy link|share full article|shares|# shares|# share|
teilen|artikel teilen|beitrag teilen|partager|partager l article|imprimer|envoyer par mail|compartir|
compartir en…|imprimir|condividi|stampa|compartilhar|delen|deel dit artikel|udostępnij|sdílet|поделиться|分享|シェア|
ツイート|공유|مشاركة|شارك|gift this article|send link by email|email this article|send to a friend|merken|
click to share…|click to print…|click to email…|share this page|share this post|spread the word|social share|
in der app anhören|jetzt in der app anhören|share article|share options|more sharing…|per e mail teilen`},
	{sign{label, "read time", 1}, `…# min read|…# minute read|…# mins read|# min read|# minute read|# minutes read|# mins read|# minutes to read|
reading time #…|# min de lecture|lecture # min|temps de lecture…|tiempo de lectura…|# min de lectura|
# min lesezeit|lesezeit…|tempo di lettura…|tempo de leitura…|leestijd…|estimated reading time…|read time #…|
# sec read|lästid…|# min de leitura|# min lectura|# min di lettura|阅读时间…|czas czytania…|время чтения…|
# min czytania|read in # min…|# minute de lecture|# min read #|# minuten lesezeit|# minute lesezeit`},
	{sign{label, "page control", 1}, `read mode|# font size|font size|text size|text to speech|listen to this article|listen to article…|
skip to content|skip to main content|skip to navigation|skip advertisement|back to top|scroll to top|
scroll back to top|zum inhalt springen|zur startseite|zum hauptinhalt springen|aller au contenu…|
saltar al contenido…|vai al contenuto…|expand collapse search|toggle navigation|menü|close menu|schließen|fermer|
cerrar|chiudi|open menu|rechercher|buscar|loading|loading please wait|view all|view all posts|show more|
load more|see all|mehr anzeigen|alle anzeigen|voir plus|ver más|mostra altro|play video|mute|unmute|now playing|
watch now|close window|view results|jump to|jump to recipe|contents show|inhaltsverzeichnis|on this page|
select page|switch language|your web browser is no longer supported…|your location…|
you need to enable javascript…|please enable javascript…|javascript is disabled…|your browser does not…|
this browser does not support…|bookmark|save article|save this article|download pdf|enlarge|view gallery|
view larger image|open image in gallery|expand image|bild vergrößern|slide # of #|previous article|previous post|
older posts|newer posts|summarize with|summarize this article with|add as a preferred source on google|
prefer us on google|something went wrong…|oops something went wrong…|thank you your submission has been received|
thank you for subscribing|this field is for validation purposes…|there was an issue with the form…|
what s your reaction|how useful was this post|click on a star to rate it|average rating…|no votes so far…|
rate this article|was this article helpful|was this helpful|was this page helpful|did you find this helpful|
report an error|report an editorial error|report a technical issue|report a typo|fehler melden|
signaler une erreur|all rights reserved|startseite|accueil|e paper|view comments|
we are sorry that this post was not useful…|let us improve this post|tell us how we can improve…|
leer en español…|read in english|wird in einem neuen fenster geöffnet|get it|watch live|watch tv|live tv|
log in register|sign in|log in|die wiedergabe wurde unterbrochen|merkliste|hide caption|toggle caption|
back to blog`},
	{sign{label, "advertisement", 1}, `advertisement|advertisment|advertising|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|
annons|annonse|advert|annonsørinnhold|materiał promocyjny|mainos|reklama|реклама|广告|広告|إعلان|sponsored|
sponsored content|story continues below…|article continues below…|article continues after…|
continue reading below…|continue reading|advertisement continue reading below|
advertisement article continues below|story continues below advertisement…|advertisement story continues below|
scroll to continue…|ad feedback|this advertisement has not loaded yet…|weiterlesen nach der anzeige|
la suite après cette publicité…|der artikel wird nach…|after advertisement…|promoted|paid content|sponsored by…|
this post may contain affiliate…|we may earn a commission…|affiliate disclosure…|
this article contains affiliate links…|remove ads|# story continues below`},
	{sign{label, "follow us", 1}, `for the latest headlines follow…|follow us on…|follow on google news|add us on google…|follow our…|
join our whatsapp…|join our telegram…|folgen sie uns…|suivez nous…|síguenos…|seguici su…|siga nos…|volg ons…|
get the latest news…|click here to get the…|download our app…|download the app…|get the app…|sign up for our…|
sign up for the…|subscribe to our…|subscribe to newsletter…|sign up now|sign up|abonnieren|jetzt abonnieren|
s abonner|abonnez vous…|suscríbete…|iscriviti…|подписывайтесь…|подпишитесь…|関注…|join our newsletter…|
get our newsletter…|receive our newsletter…|stay up to date with…|stay informed…|sign up to receive…|
sign up for free…|unlock this article…|start free trial|start your free trial|book a demo|get started for free|
get a free quote|request a demo|schedule a call|contact sales|apply now|book now|shop now|buy now|
enter your email address…|enter your email…|your email address|email address|by submitting you agree…|
by signing up you agree…|by subscribing you agree…|melden sie sich an…|jetzt anmelden|register now|
already a subscriber…|already have an account…|this article is for subscribers…|create a free account…|
subscribe to continue…|sie haben noch kein…`},
	{sign{teaser, "teaser", 1}, `read more…:|also read…:|read also…:|see also…:|lesen sie auch…:|lesen sie mehr…:|auch interessant…:|
mehr zum thema…:|lire aussi…:|à lire aussi…:|lire la suite…|lea también…:|lee también…:|leer también…:|
te puede interesar…:|leggi anche…|leia também…:|leia mais…:|lees ook…:|läs också…:|les også…:|læs også…:|
czytaj też…:|czytaj także…:|lue myös…:|читайте также…:|read next…:|recommended…:|must read…:|don t miss…:|
don t miss…|related story…:|related article…:|related stories…:|more:…|read the full article…|
read the full story…|read full article…|continue reading…|read more about…|read our full…|further reading…:|
اقرأ أيضا…:|اقرأ المزيد…:|ver también…:|mira también…:|voir aussi…:|related coverage…:|editor s pick…:|
check out our…|zie ook…:|přečtěte si…:|čtěte také…:|olvasta már…:|citește și…:`},
	{sign{section, "related stories", 1}, `read more on this|read more on these topics|read more about|read next|read also|also read|more news|more stories|
more stories like this|more from…|more like this|more on this story|more on this topic|more in…|related articles|
related article|related stories|related story|related content|related coverage|related news|related posts|
related post|related topics|related topic|related reading|related products|related links|related videos|
related tags|related searches|you may also like…|you might also like…|you may be interested in…|
you might be interested in…|recommended for you|recommended stories|recommended reading|recommended articles|
recommended by…|latest news|latest stories|latest articles|latest posts|latest videos|recent posts|
recent articles|recent news|recent stories|top content trending|top content|top stories|trending now|
trending stories|trending topics|trending news|most popular|most read|most viewed|most shared|popular posts|
popular articles|popular stories|popular now|popular categories|editor s pick|editor s picks|editors picks|
editors choice|editor s choice|editor s pick videos|must read|must reads|don t miss|what to read next|
what to watch|keep reading|next up|continue reading|suggested articles|featured articles|featured stories|
featured posts|in case you missed it|other stories…|other articles|other news|explore more|discover more|
more to explore|more to read|similar articles|similar posts|promoted stories|from our partners|around the web|
from the web|from around the web|breaking news|top news|read this next|explore topics|filed under…|schlagwörter|
schlagworte|stichworte|weitere themen|mehr zum thema|mehr zu diesem thema|mehr lesen über|mehr lesen…|
verwandte artikel|verwandte themen|lesen sie auch|lesen sie mehr zum thema|auch interessant|
das könnte sie auch interessieren|das könnte dich auch interessieren|die redaktion empfiehlt|meistgelesen|
meistgelesene artikel|meist gelesen|neueste artikel|aktuelle news|zum selben thema|empfohlen|
empfehlungen der redaktion|weitere artikel|weitere meldungen|weitere nachrichten|mehr aus…|mehr von…|top themen|
neueste videos|à lire aussi|lire aussi|à lire également|sur le même sujet|articles liés|articles similaires|
les plus lus|à la une|dans la même rubrique|voir aussi|recommandé pour vous|vous aimerez aussi|
les articles les plus lus|plus d articles|lee también|lea también|leer más|te puede interesar|te puede gustar|
también te puede interesar|noticias relacionadas|artículos relacionados|más noticias|más leídas|lo más leído|
lo más visto|más sobre este tema|temas relacionados|archivado en|etiquetas|ver más artículos|últimas noticias|
te recomendamos|leggi anche|articoli correlati|potrebbe interessarti…|ti potrebbe interessare…|i più letti|
altre notizie|notizie correlate|leia também|leia mais|veja também|notícias relacionadas|artigos relacionados|
mais lidas|saiba mais|lees ook|meer over…|gerelateerde artikelen|meest gelezen|lees meer|läs mer|läs också|
mest läst|les også|læs også|mest lest|mest læste|lue myös|czytaj więcej|czytaj też|czytaj także|zobacz też|
zobacz także|powiązane|čtěte také|související|související témata|související články|doporučované|hlavní zprávy|
читайте также|похожие статьи|по теме|популярное|相关阅读|相关新闻|相关文章|推荐阅读|延伸阅读|関連記事|関連ニュース|おすすめ|おすすめ記事|人気記事|관련기사|관련 기사|
اقرأ أيضا|اقرأ المزيد|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة|مقالات ذات صلة|ilgili haberler|benzer haberler|
baca juga|berita terkait|berita terpopuler|кеңес оқу|διαβάστε επίσης|διαβάστε ακόμη|citește și|vezi și|
articole similare|kapcsolódó cikkek|olvassa el ezt is`},
	{sign{ender, "comments", 1}, `# comments|# comment|comments #|no comments yet|leave a reply|leave a comment|leave a reply cancel reply|
post a comment|add a comment|write a comment|add comment|post comment|join the conversation|join the discussion|
join the debate|show comments|hide comments|view comments|view all comments|comments are closed|
comments have been closed|comments off…|your email address will not be published…|you must be logged in to…|
save my name email…|this site uses akismet…|have your say|# thoughts on…|# responses to…|# responses|# replies|
sign in to comment|log in to comment|login to comment|share your opinion|# kommentare|kommentar schreiben|
kommentieren|schreibe einen kommentar…|diskutieren sie mit|teilen sie ihre meinung|deine meinung zählt|
ihre meinung ist uns wichtig…|# commentaires|laisser un commentaire…|réagir|ajouter un commentaire|# comentarios|
deja un comentario…|deja una respuesta…|# commenti|nessun commento|lascia un commento…|deixe um comentário…|
deixe uma resposta…|reacties|# reacties|geef een reactie…|kommentarer|# kommentarer|skriv en kommentar|
legg igjen…|# komentarzy|dodaj komentarz…|komentáře|комментарии|комментариев|комментарии #|добавить комментарий…|
оставить комментарий…|оставьте комментарий…|评论|发表评论|コメント|コメントを残す|コメントする|댓글|댓글 #|التعليقات|اترك تعليقا…|اترك ردا…|
yorumlar|yorum yap|bir cevap yazın…|tinggalkan balasan…|postmedia is committed…|please log in to…|
notify me of follow up…|notify me of new…|we are temporarily moderating…|note we are temporarily moderating…|
powered by disqus|please enable javascript to view the comments…`},
	{sign{ender, "about the author", 1}, `about the writer|more about the author|meet the author|über den autor|über die autorin|zum autor|
à propos de l auteur|sobre el autor|sobre la autora|sull autore|sobre o autor|over de auteur|об авторе|关于作者|
author bio|author profile|view author archive|more by this author|follow related authors and topics|
insights from|our editorial process…|editorial guidelines|our editorial policy…|editorial code of conduct`},
	{sign{ender, "page footer", 1}, `…all rights reserved|…email protected|cookie policy|terms of use|terms of service|site map|get in touch with us|
mentions légales|aviso legal|this website uses cookies…|we use cookies…|wir verwenden cookies…|ce site utilise…|
este sitio web utiliza…|our standards…|our website is the place for the latest…|download media kit|
send your stories…|got a news tip…|get more from…|do you have a story…|help us improve…|got a minute…|
verwendete quellen|produkte services|social networks|the information contained herein is…|
disclaimer the information…`},
	{sign{contact, "source note", 0}, `quelle…:|copyright…|with reporting by…|additional reporting…|reporting by…|editing by…|this article was originally published…|
this story was originally published…|this article first appeared…|originally published…|the post…|image…:|
photo…:|picture…:|pictures…:|photos…:|images…:|image credit…|photo credit…|foto…:|fotos…:|bild…:|crédit photo…|
crédits…|imagen…:|credit…:|credits…:|photograph…:|source…:|getty images|getty|reuters|associated press|
the associated press|afp|dpa|istock|shutterstock|file photo|tags…:|topics…:|categories…:|category…:|
filed under…:|posted in…|tagged…|etiquetas…:|schlagworte…:|themen…:|keywords…:|mots clés…:|etichette…:|теги…:|
タグ…:`},
	{sign{label, "share label", 0}, `share|share this|drucken|dela|del|jaa`},
	{sign{label, "read time", 0}, `# min`},
	{sign{label, "page control", 0}, `listen|menu|close|search|suche|cerca|play|pause|table of contents|toc|in this article|save|speichern|print|pdf|
cite|zoom|# of #|# #|previous|next|next article|next post|vor|zurück|weiter|error|home|inicio|login|register|
my account|playlist|caption|x|back|blog|all posts`},
	{sign{label, "advertisement", 0}, `promotion`},
	{sign{label, "follow us", 0}, `follow us|subscribe now|subscribe|newsletter|newsletters|follow|get started|learn more`},
	{sign{teaser, "teaser", 0}, `related…:|watch…:|see more…:`},
	{sign{section, "related stories", 0}, `read more|more|further reading|see also|related|recommended|latest|trending|up next|featured|topics|topic|tags|
tag|themen|más información|temas|relacionados`},
	{sign{ender, "comments", 0}, `comments|comment|no comments|reply|what do you think|kommentare|kommentar|commentaires|comentarios|commenti|
comentários|komentarze|komentar`},
	{sign{ender, "about the author", 0}, `about the author|about the authors|about author|written by`},
	{sign{ender, "page footer", 0}, `about us|contact us|contact|kontakt|privacy policy|terms and conditions|impressum|datenschutz|sitemap|careers|
our services|services|products|resources|company|legal|help|faqs|get in touch|accessibility`},
	{sign{contact, "source note", 0}, `via…:|ap`},
}
