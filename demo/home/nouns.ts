import type { Gender } from '../grammar.ts'

/** What an article is: the words that say so in the source, in Polish, its picture and its place in the shop. */
export type Noun = { words: string; pl: string; gender: Gender; motif: string; category: string }

/** English words | Polish noun | gender | motif; the longest words win, then the last in the description. */
const table: Record<string, string> = {
  'kubki-i-herbata': `
MUG|kubek|m|mug
MUGS|kubki|p|mug
CUP|filiżanka|f|mug
CUPS|filiżanki|p|mug
CUP AND SAUCER|filiżanka ze spodkiem|f|teacup
TEACUP AND SAUCER|filiżanka ze spodkiem|f|teacup
TEACUP|filiżanka|f|teacup
COFFEE CUP|filiżanka do kawy|f|teacup
BEAKER|kubeczek|m|mug
TRAVEL MUG|kubek podróżny|m|bottle
MUG WARMER|ocieplacz na kubek|m|mug
CUP COSY|ocieplacz na kubek|m|mug
TEAPOT|imbryk|m|teapot
TEA POT|imbryk|m|teapot
TEA COSY|ocieplacz na imbryk|m|teapot
TEA FOR ONE|zestaw do herbaty dla jednej osoby|m|teapot
TEA STRAINER|sitko do herbaty|n|spoon
TEA BAG PLATE|podstawka na torebkę herbaty|f|plate
COASTER|podkładka pod kubek|f|coaster
COASTERS|podkładki pod kubek|p|coaster
MILK JUG|dzbanuszek do mleka|m|jug
SUGAR BOWL|cukiernica|f|bowl
TEA CADDY|puszka na herbatę|f|tin
COFFEE GRINDER|młynek do kawy|m|box
FLASK|termos|m|bottle`,
  'kuchnia-i-stol': `
BOWL|miska|f|bowl
BOWLS|miski|p|bowl
PLATE|talerz|m|plate
PLATES|talerze|p|plate
DINNER PLATE|talerz obiadowy|m|plate
DISH|półmisek|m|plate
JUG|dzbanek|m|jug
TRAY|taca|f|tray
PLACEMAT|podkładka na stół|f|textile
PLACEMATS|podkładki na stół|p|textile
CUTLERY|sztućce|p|cutlery
CHILDRENS CUTLERY|sztućce dziecięce|p|cutlery
CUTLERY SET|komplet sztućców|m|cutlery
SPOON|łyżka|f|spoon
SPOONS|łyżki|p|spoon
TEASPOONS|łyżeczki|p|spoon
FORK|widelec|m|cutlery
KNIFE|nóż|m|cutlery
EGG CUP|kieliszek do jajek|m|bowl
EGG CUPS|kieliszki do jajek|p|bowl
NAPKINS|serwetki|p|napkins
PAPER NAPKINS|serwetki papierowe|p|napkins
TABLECLOTH|obrus|m|textile
TEA TOWEL|ściereczka kuchenna|f|textile
TEA TOWELS|ściereczki kuchenne|p|textile
APRON|fartuszek|m|apron
CHILDRENS APRON|fartuszek dziecięcy|m|apron
OVEN GLOVE|rękawica kuchenna|f|apron
DOUBLE OVEN GLOVE|podwójna rękawica kuchenna|f|apron
KITCHEN SCALES|waga kuchenna|f|clock
SCALES|waga|f|clock
CHOPPING BOARD|deska do krojenia|f|tray
BOTTLE OPENER|otwieracz do butelek|m|spoon
TOAST RACK|stojak na tosty|m|cutlery
GLASS|szklanka|f|glass
GLASSES|szklanki|p|glass
WINE GLASS|kieliszek do wina|m|glass
TUMBLER|szklanka|f|glass
DECANTER|karafka|f|bottle
BOTTLE|butelka|f|bottle
WATER BOTTLE|butelka na wodę|f|bottle
STRAWS|słomki|p|pencil
ROUND SNACK BOXES|okrągłe śniadaniówki|p|tin
SNACK BOXES|śniadaniówki|p|tin
LUNCH BOX|śniadaniówka|f|tin
LUNCH BOX WITH CUTLERY|śniadaniówka ze sztućcami|f|tin
MEASURING SPOONS|łyżki do odmierzania|p|spoon
PAN|patelnia|f|pan
FRYING PAN|patelnia|f|pan
CRUSKIT|forma|f|bowl
POPCORN HOLDER|pojemnik na popcorn|m|box
SPOON REST|podstawka pod łyżkę|f|plate
SALT AND PEPPER|solniczka i pieprzniczka|f|jar
RECIPE BOX|pudełko na przepisy|n|box
PLASTERS IN TIN|plastry w puszce|p|tin
SOUP BOWL|miseczka na zupę|f|bowl`,
  pieczenie: `
CAKE CASES|papilotki|p|cakecase
FAIRY CAKE CASES|papilotki na babeczki|p|cakecase
CAKE STAND|patera na ciasto|f|cakestand
CAKESTAND|patera na ciasto|f|cakestand
CAKE PLATE|talerz na ciasto|m|cakestand
CAKE TINS|puszki na ciasto|p|tin
CAKE TIN|puszka na ciasto|f|tin
BAKING SET|zestaw do pieczenia|m|cakecase
BISCUIT CUTTERS|foremki do ciastek|p|cookie
COOKIE CUTTERS|foremki do ciastek|p|cookie
COOKIE CUTTER|foremka do ciastek|f|cookie
BISCUIT TIN|puszka na ciastka|f|tin
BISCUITS TINS|puszki na ciastka|p|tin
CAKE CANDLES|świeczki na tort|p|candle
PETIT FOUR CASES|papilotki na ptysie|p|cakecase
MUFFIN TRAY|forma na babeczki|f|tray
CAKE TOWEL|ściereczka|f|textile
PUDDING BOWL|miska do deseru|f|bowl
MIXING BOWL|misa kuchenna|f|bowl
JAM MAKING SET|zestaw do dżemu|m|jar
JAM JAR|słoik na dżem|m|jar
CAKE SLICE|łopatka do ciasta|f|spoon
ROLLING PIN|wałek do ciasta|m|pencil
JELLY MOULD|foremka do galaretki|f|bowl
JELLY MOULDS|foremki do galaretki|p|bowl`,
  'swiece-i-lampiony': `
CANDLE|świeca|f|candle
CANDLES|świece|p|candle
DINNER CANDLES|świece stołowe|p|candle
SCENTED CANDLE|świeca zapachowa|f|candle
SCENTED CANDLES|świece zapachowe|p|candle
CANDLE POT|świeca w doniczce|f|candle
CANDLE HOLDER|świecznik|m|candlestick
CANDLEHOLDER|świecznik|m|candlestick
CANDLESTICK|świecznik|m|candlestick
CANDLE PLATE|talerzyk pod świecę|m|plate
CANDELABRA|kandelabr|m|candlestick
T-LIGHT|tealight|m|tlight
T-LIGHTS|tealighty|p|tlight
T-LIGHT HOLDER|świecznik na tealighty|m|tlight
T-LIGHT HOLDERS|świeczniki na tealighty|p|tlight
T-LIGHT GLASS|szklany świecznik na tealighty|m|tlight
HANGING T-LIGHT HOLDER|wiszący świecznik na tealighty|m|lantern
HANGING T-LIGHT|wiszący świecznik na tealighty|m|lantern
LANTERN|lampion|m|lantern
LANTERNS|lampiony|p|lantern
LIGHTS|lampki|p|lights
STRING LIGHTS|sznur lampek|m|lights
LIGHT GARLAND|girlanda świetlna|f|lights
NIGHT LIGHT|lampka nocna|f|lamp
LAMP|lampa|f|lamp
LAMPSHADE|abażur|m|lamp
CHANDELIER|żyrandol|m|lamp
INCENSE|kadzidełka|p|pencil
OIL BURNER|kominek zapachowy|m|tlight
MATCHES|zapałki|p|box
VOTIVE|świeczka wotywna|f|tlight
VOTIVE HOLDER|świecznik na wotywkę|m|tlight
LIGHT HOLDER|świecznik|m|tlight`,
  dekoracje: `
DECORATION|ozdoba|f|heart
DECORATIONS|ozdoby|p|heart
DEC|ozdoba|f|heart
HANGING DECORATION|zawieszka|f|heart
ORNAMENT|figurka|f|bird
BIRD ORNAMENT|figurka ptaszka|f|bird
GARLAND|girlanda|f|bunting
SIGN|tabliczka|f|sign
METAL SIGN|metalowa tabliczka|f|sign
DOOR SIGN|tabliczka na drzwi|f|sign
WALL ART|dekoracja ścienna|f|frame
BLOCK LETTERS|litery stojące|p|letter
BLOCK WORD|napis stojący|m|letter
WORD|napis|m|letter
BUILDING BLOCK WORD|napis z klocków|m|letter
LETTER|litera|f|letter
LETTERS|litery|p|letter
TILE|kafelek|m|coaster
NUMBER TILE|kafelek z numerem|m|coaster
NUMBER|numer|m|letter
VASE|wazon|m|vase
WREATH|wieniec|m|wreath
MOBILE|mobil|m|heart
ART FLOWER|sztuczny kwiat|m|flower
ARTIFICIAL FLOWER|sztuczny kwiat|m|flower
FEATHER TREE|drzewko z piór|n|tree
DOORSTOP|stoper do drzwi|m|toy
DOOR STOP|stoper do drzwi|m|toy
WIND CHIME|dzwonki wietrzne|p|bell
WALL STICKERS|naklejki ścienne|p|sticker
STATUE|statuetka|f|bird
SCREEN|parawan|m|frame
FAN|wachlarz|m|fan
DREAM CATCHER|łapacz snów|m|wreath
MAGNETS|magnesy|p|sticker
FRIDGE MAGNETS|magnesy na lodówkę|p|sticker
MAGNET|magnes|m|sticker
THERMOMETER|termometr|m|clock`,
  swieta: `
BAUBLE|bombka|f|bauble
BAUBLES|bombki|p|bauble
CHRISTMAS TREE|choinka|f|tree
CHRISTMAS DECORATION|ozdoba świąteczna|f|bauble
CHRISTMAS DECORATIONS|ozdoby świąteczne|p|bauble
TREE DECORATION|ozdoba choinkowa|f|bauble
TREE DECORATIONS|ozdoby choinkowe|p|bauble
CHRISTMAS GARLAND|girlanda świąteczna|f|wreath
CHRISTMAS LIGHTS|lampki choinkowe|p|lights
STOCKING|skarpeta na prezenty|f|bag
CHRISTMAS STOCKING|skarpeta na prezenty|f|bag
ADVENT CALENDAR|kalendarz adwentowy|m|calendar
JINGLE BELL|dzwoneczek|m|bell
JINGLE BELLS|dzwoneczki|p|bell
EASTER EGG|jajko wielkanocne|n|egg
EASTER DECORATION|ozdoba wielkanocna|f|egg
PAPER CHAIN KIT|zestaw do łańcucha z papieru|m|bunting
CHRISTMAS CARD|kartka świąteczna|f|card
CHRISTMAS CARD HOLDER|stojak na kartki świąteczne|m|card
SNOWFLAKE|śnieżynka|f|star
EGG|jajko|n|egg
EGGS|jajka|p|egg`,
  'ramki-zegary-lustra': `
FRAME|ramka|f|frame
PHOTO FRAME|ramka na zdjęcie|f|frame
PICTURE FRAME|ramka na zdjęcie|f|frame
PHOTO ALBUM|album na zdjęcia|m|notebook
ALBUM|album|m|notebook
RECORD COVER FRAME|ramka na okładkę płyty|f|frame
RECORD FRAME|ramka na płytę|f|frame
CLOCK|zegar|m|clock
ALARM CLOCK|budzik|m|alarm
WALL CLOCK|zegar ścienny|m|clock
MIRROR|lustro|n|mirror
WALL MIRROR|lustro ścienne|n|mirror
PHOTO CLIP|klips na zdjęcia|m|card
PHOTO CUBE|kostka na zdjęcia|f|frame
BLACKBOARD|tablica kredowa|f|sign
CHALKBOARD|tablica kredowa|f|sign
MEMO BOARD|tablica na notatki|f|sign
NOTICE BOARD|tablica na notatki|f|sign
MEMOBOARD|tablica na notatki|f|sign
PICTURE|obrazek|m|frame`,
  'tekstylia-domowe': `
CUSHION|poduszka|f|cushion
CUSHION COVER|poszewka na poduszkę|f|cushion
CUSHION COVERS|poszewki na poduszki|p|cushion
QUILT|narzuta|f|textile
THROW|narzuta|f|textile
BLANKET|koc|m|textile
CURTAIN|zasłona|f|textile
BEAD CURTAIN|zasłona z koralików|f|textile
CHAIR PAD|poduszka na krzesło|f|cushion
SEAT PAD|poduszka na siedzisko|f|cushion
FILLER PAD|wkład do poduszki|m|cushion
POLYESTER FILLER PAD|wkład do poduszki|m|cushion
PICNIC BLANKET|koc piknikowy|m|textile
HOT WATER BOTTLE|termofor|m|hotwater
HAND WARMER|ogrzewacz do rąk|m|heart
HAND WARMERS|ogrzewacze do rąk|p|heart
DOORMAT|wycieraczka|f|doormat
RUG|dywanik|m|doormat
DOILY|serwetka ażurowa|f|wreath
RUNNER|bieżnik|m|textile
FLANNEL|myjka|f|textile
TOWEL|ręcznik|m|textile
DRAUGHT EXCLUDER|wałek pod drzwi|m|cushion
FOOTSTOOL|podnóżek|m|cushion
BEANBAG|pufa|f|cushion
SLIPPERS|kapcie|p|textile`,
  przechowywanie: `
BOX|pudełko|n|box
BOXES|pudełka|p|box
TIN|puszka|f|tin
TINS|puszki|p|tin
JAR|słoik|m|jar
JARS|słoiki|p|jar
STORAGE JAR|pojemnik|m|jar
STORAGE JARS|pojemniki|p|jar
CERAMIC TOP STORAGE JAR|słoik z ceramiczną pokrywką|m|jar
STORAGE TIN|puszka|f|tin
STORAGE TINS|puszki|p|tin
STORAGE BOX|pudełko do przechowywania|n|box
STORAGE BAG|torba do przechowywania|f|bag
BASKET|koszyk|m|basket
BASKETS|koszyki|p|basket
LAUNDRY BASKET|kosz na pranie|m|basket
HOOK|wieszak|m|hook
HOOKS|wieszaki|p|hook
COAT RACK|wieszak na płaszcze|m|hook
HANGER|wieszak|m|hanger
COAT HANGER|wieszak na ubrania|m|hanger
RACK|stojak|m|hook
STAND|stojak|m|cakestand
HOLDER|uchwyt|m|box
CABINET|szafka|f|cabinet
DRAWER|szufladka|f|cabinet
DRAWERS|szufladki|p|cabinet
DRAWER CABINET|szafka z szufladkami|f|cabinet
DRAWER KNOB|gałka do mebli|f|knob
KNOB|gałka|f|knob
DOORKNOB|gałka do drzwi|f|knob
DOOR KNOB|gałka do drzwi|f|knob
TIDY|przybornik|m|box
CONTAINER|pojemnik|m|jar
CRATE|skrzynka|f|box
CHEST|skrzynia|f|box
TREASURE CHEST|skrzynia skarbów|f|box
BUCKET|wiaderko|n|pot
BIN|kosz na śmieci|m|pot
BREAD BIN|chlebak|m|box
SEWING BOX|przybornik do szycia|m|box
SEWING KIT|zestaw do szycia|m|tin
SEWING BASKET|koszyk do szycia|m|basket
MONEY BANK|skarbonka|f|moneybox
MONEY BOX|skarbonka|f|moneybox
PIGGY BANK|skarbonka|f|moneybox
TRINKET BOX|szkatułka|f|box
TRINKET POT|szkatułka|f|jar
TRINKET TRAY|tacka na drobiazgi|f|tray
JEWELLERY BOX|szkatułka na biżuterię|f|box
KEY CABINET|szafka na klucze|f|cabinet
MAGAZINE RACK|gazetnik|m|basket
PEN HOLDER|kubek na długopisy|m|jar
UMBRELLA STAND|stojak na parasole|m|pot
CHAIR|krzesło|n|chair
DECKCHAIR|leżak|m|chair
STOOL|stołek|m|chair
TABLE|stolik|m|chair
SHELF|półka|f|tray
LETTER RACK|stojak na listy|m|basket
PANTRY CANISTER|pojemnik kuchenny|m|tin`,
  ogrod: `
WATERING CAN|konewka|f|watering
PLANT POT|doniczka|f|pot
FLOWER POT|doniczka|f|pot
PLANTER|osłonka na doniczkę|f|pot
POT|doniczka|f|pot
HERB POT|doniczka na zioła|f|pot
BIRD HOUSE|domek dla ptaków|m|birdhouse
BIRDHOUSE|domek dla ptaków|m|birdhouse
BIRDCAGE|klatka dla ptaków|f|birdhouse
BIRD FEEDER|karmnik|m|birdhouse
BIRD TABLE|karmnik|m|birdhouse
BIRD BATH|poidełko dla ptaków|n|bowl
SEED MARKERS|znaczniki do roślin|p|pencil
PARASOL|parasolka|f|umbrella
UMBRELLA|parasol|m|umbrella
WINDMILL|wiatraczek|m|star
GNOME|krasnal|m|toy
HAMMOCK|hamak|m|textile
PICNIC BASKET|kosz piknikowy|m|basket
PICNIC HAMPER|kosz piknikowy|m|basket
PICNIC SET|zestaw piknikowy|m|basket
COOL BAG|torba termoizolacyjna|f|bag
LADDER|drabinka|f|hook
TRELLIS|kratka na pnącza|f|frame
GARDENERS KNEELING PAD|klęcznik ogrodowy|m|cushion
KNEELING PAD|klęcznik ogrodowy|m|cushion
GARDENING SET|zestaw ogrodniczy|m|watering
HANGING BASKET|kosz wiszący|m|basket
FENCE|płotek|m|frame
SHED|szopa|f|birdhouse
TREE|drzewko|n|tree
LEAF|listek|m|flower`,
  papeteria: `
CARD|kartka|f|card
CARDS|kartki|p|card
GREETING CARD|kartka z życzeniami|f|card
BIRTHDAY CARD|kartka urodzinowa|f|card
CARD HOLDER|stojak na kartki|m|card
NOTEBOOK|notes|m|notebook
NOTEBOOKS|notesy|p|notebook
JOURNAL|dziennik|m|notebook
SKETCHBOOK|szkicownik|m|notebook
ADDRESS BOOK|książka adresowa|f|notebook
DIARY|pamiętnik|m|notebook
BOOK|książeczka|f|notebook
RECIPE BOOK|zeszyt na przepisy|m|notebook
NOTEPAD|notatnik|m|notebook
WRITING SET|komplet do pisania listów|m|card
CALENDAR|kalendarz|m|calendar
WRAP|papier do pakowania|m|wrap
GIFT WRAP|papier do pakowania|m|wrap
WRAPPING PAPER|papier do pakowania|m|wrap
GIFT BAG|torebka prezentowa|f|giftbag
GIFT BOX|pudełko prezentowe|n|gift
TAG|przywieszka|f|tag
TAGS|przywieszki|p|tag
GIFT TAG|przywieszka do prezentu|f|tag
GIFT TAGS|przywieszki do prezentów|p|tag
GIFT TAPE|taśma ozdobna|f|ribbon
TAPE|taśma|f|ribbon
RIBBON|wstążka|f|ribbon
RIBBONS|wstążki|p|ribbon
RIBBON REEL|szpulka wstążki|f|ribbon
STICKERS|naklejki|p|sticker
STICKER SHEET|arkusz naklejek|m|sticker
PENCIL|ołówek|m|pencil
PENCILS|ołówki|p|pencil
PEN|długopis|m|pencil
PENS|długopisy|p|pencil
PENCIL CASE|piórnik|m|purse
PENCILS TUBE|ołówki w tubie|p|pencil
ERASER|gumka|f|coaster
ERASERS|gumki|p|coaster
RULER|linijka|f|pencil
SHARPENER|temperówka|f|coaster
TISSUES|chusteczki|p|napkins
POCKET TISSUES|chusteczki kieszonkowe|p|napkins
TISSUE PAPER|bibuła|f|wrap
PATCHES|łatki|p|sticker
IRON-ON PATCHES|łatki do naprasowania|p|sticker
SCISSORS|nożyczki|p|cutlery
ORIGAMI|papier do origami|m|wrap
PAPER CRAFT|zestaw papierowy|m|card
POSTCARD|pocztówka|f|card
PASSPORT COVER|okładka na paszport|f|notebook
LUGGAGE TAG|zawieszka do bagażu|f|tag
PAPER BAG|torebka papierowa|f|giftbag
PARTY BAGS|torebki na przyjęcie|p|giftbag
CHALK|kreda|f|pencil
CHALK STICKS|kredy|p|pencil
ENVELOPE|koperta|f|card`,
  zabawki: `
BUNTING|girlanda z chorągiewek|f|bunting
PARTY BUNTING|girlanda imprezowa|f|bunting
BALLOONS|balony|p|balloon
BALLOON|balon|m|balloon
TOY|zabawka|f|toy
SOFT TOY|pluszak|m|toy
TEDDY|miś|m|toy
DOLL|lalka|f|doll
DOLLS|lalki|p|doll
JIGSAW|układanka|f|jigsaw
PUZZLE|układanka|f|jigsaw
PUZZLES|układanki|p|jigsaw
GAME|gra|f|jigsaw
PLAYING CARDS|karty do gry|p|card
DOMINOES|domino|n|jigsaw
LUDO|chińczyk|m|jigsaw
SNAKES AND LADDERS|gra w węże i drabiny|f|jigsaw
SKIPPING ROPE|skakanka|f|ribbon
HARMONICA|harmonijka|f|box
PAINT SET|zestaw farb|m|pencil
MINI PAINT SET|mały zestaw farb|m|pencil
PAINTING SET|zestaw do malowania|m|pencil
CRAYONS|kredki|p|pencil
KNITTING|zestaw do dziergania|m|ribbon
KIT|zestaw|m|box
CRAFT KIT|zestaw kreatywny|m|box
BALL|piłka|f|bauble
SPINNING TOP|bączek|m|bauble
SPINNING TOPS|bączki|p|bauble
MARBLES|kulki szklane|p|bauble
GLIDER|szybowiec|m|toy
GLIDERS|szybowce|p|toy
HELICOPTER|helikopter|m|toy
WHISTLE|gwizdek|m|bell
MASK|maska|f|heart
CONES|rożki|p|bunting
PARTY CONES|rożki na słodycze|p|bunting
PAPER PLATES|talerzyki papierowe|p|plate
PAPER CUPS|kubeczki papierowe|p|mug
PAPER CHAIN|łańcuch z papieru|m|bunting
STREAMERS|serpentyny|p|ribbon
FINGER PUPPETS|pacynki na palce|p|doll
YOYO|jojo|n|bauble
MUSICAL BOX|pozytywka|f|box`,
  'torby-i-drobiazgi': `
BAG|torba|f|tote
BAGS|torby|p|tote
JUMBO BAG|duża torba na zakupy|f|tote
JUMBO SHOPPER|duża torba na zakupy|f|tote
JUMBO STORAGE BAG|duża torba do przechowywania|f|tote
LUNCH BAG|torba na lunch|f|lunchbag
SHOPPER BAG|torba na zakupy|f|tote
SHOPPER|torba na zakupy|f|tote
SHOPPING BAG|torba na zakupy|f|tote
SHOULDER BAG|torba na ramię|f|tote
TOTE BAG|torba na zakupy|f|tote
CHARLOTTE BAG|torebka Charlotte|f|tote
RECYCLING BAG|torba do segregacji|f|tote
WOVEN BAG|torba pleciona|f|tote
BEACH BAG|torba plażowa|f|tote
HANDBAG|torebka|f|handbag
BACKPACK|plecak|m|lunchbag
CHILDS BACKPACK|plecak dziecięcy|m|lunchbag
PURSE|portmonetka|f|purse
COIN PURSE|portmonetka na drobne|f|purse
WALLET|portfel|m|purse
PICNIC BAG|torba piknikowa|f|tote
KEYRING|breloczek|m|keyring
KEY RING|breloczek|m|keyring
KEY RINGS|breloczki|p|keyring
KEY FOB|breloczek|m|keyring
PHONE CHARM|zawieszka do telefonu|f|keyring
BAG CHARM|zawieszka do torebki|f|keyring
CHARM|zawieszka|f|keyring
SCARF|szal|m|textile
RAIN PONCHO|poncho przeciwdeszczowe|n|umbrella
RAINCOAT|płaszcz przeciwdeszczowy|m|umbrella
RAIN HAT|kapelusz przeciwdeszczowy|m|umbrella
LUGGAGE|walizka|f|lunchbag
DOG BOWL|miska dla psa|f|bowl
TORCH|latarka|f|bottle`,
  'bizuteria-i-lazienka': `
NECKLACE|naszyjnik|m|necklace
PENDANT|wisiorek|m|necklace
BRACELET|bransoletka|f|bracelet
BANGLE|bransoleta|f|bracelet
EARRINGS|kolczyki|p|earrings
DROP EARRINGS|kolczyki wiszące|p|earrings
HOOP EARRINGS|kolczyki koła|p|earrings
RING|pierścionek|m|ring
BROOCH|broszka|f|flower
HAIR CLIP|spinka do włosów|f|hairclip
HAIR CLIPS|spinki do włosów|p|hairclip
HAIR GRIP|wsuwka do włosów|f|hairclip
HAIR COMB|grzebień do włosów|m|hairclip
HAIR TIE|gumka do włosów|f|bracelet
HAIRBAND|opaska do włosów|f|bracelet
HAIRSLIDE|spinka do włosów|f|hairclip
TIARA|tiara|f|hairclip
SOAP|mydło|n|soap
SOAP DISH|mydelniczka|f|soap
SOAP HOLDER|mydelniczka|f|soap
SPONGE|gąbka|f|soap
WASHBAG|kosmetyczka|f|purse
WASH BAG|kosmetyczka|f|purse
TOILETRY BAG|kosmetyczka|f|purse
COSMETIC BAG|kosmetyczka|f|purse
MAKE UP BAG|kosmetyczka|f|purse
BATH SALTS|sól do kąpieli|f|jar
BATHROOM SET|komplet łazienkowy|m|soap
TOOTHPASTE|pasta do zębów|f|soap
EYE MASK|maska na oczy|f|purse
SCENT|zapach do domu|m|bottle
DIFFUSER|dyfuzor zapachu|m|bottle
PERFUME BOTTLE|flakonik na perfumy|m|bottle
LIP GLOSS|błyszczyk|m|bottle
BATH BUILDING BLOCK WORD|napis BATH z klocków|m|letter
TOILET ROLL HOLDER|uchwyt na papier toaletowy|m|hook
DOORMAT BATH|dywanik łazienkowy|m|doormat
BEADS|koraliki|p|necklace
LARIAT|naszyjnik krawatka|m|necklace
CHOKER|obroża|f|necklace`,
}

/** Words that are an article only when nothing else is: a HEART on a mug is a mug. */
const weak = `
HEART|serce|n|heart
HEARTS|serca|p|heart
STAR|gwiazda|f|star
STARS|gwiazdy|p|star
BIRD|ptaszek|m|bird
BIRDS|ptaszki|p|bird
OWL|sowa|f|bird
DOVE|gołąbek|m|bird
BUTTERFLY|motyl|m|butterfly
BUTTERFLIES|motyle|p|butterfly
FLOWER|kwiat|m|flower
FLOWERS|kwiaty|p|flower
ROSE|róża|f|flower
ROSES|róże|p|flower
ANGEL|anioł|m|star
RABBIT|królik|m|toy
BUNNY|króliczek|m|toy
REINDEER|renifer|m|toy
BELL|dzwonek|m|bell
BELLS|dzwonki|p|bell
CHICK|kurczaczek|m|bird
CHICKS|kurczaczki|p|bird
HEN|kurka|f|bird
DUCK|kaczka|f|bird
DUCKS|kaczki|p|bird
CAKE|ciastko|n|cakecase
SHELL|muszla|f|fan
TOADSTOOL|muchomorek|m|toadstool
SET|zestaw|m|box`

export const nouns: Noun[] = [
  ...Object.entries(table).flatMap(([category, rows]) => rowsOf(rows, category)),
  ...rowsOf(weak, 'dekoracje').map((noun) => ({ ...noun, words: `?${noun.words}` })),
]

function rowsOf(rows: string, category: string): Noun[] {
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const [words = '', pl = '', gender = 'n', motif = 'box'] = row.split('|')
      return { words, pl, gender: gender as Gender, motif, category } // The table above is the type's only source.
    })
}
