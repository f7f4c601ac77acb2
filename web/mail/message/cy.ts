import type { Catalogue } from '../../text/text.svelte';

export default {
  'message.body': 'Testun y neges',
  'message.empty': 'Does dim testun yn y neges hon.',
  'message.cut':
    "Mae'r neges hon yn hir iawn. Nid yw ei diwedd i'w weld yma: cadwch hi neu edrychwch ar ei ffynhonnell i'w darllen i gyd.",
  'message.truncated': "Dim ond dechrau'r neges hon sy'n cael ei ddangos.",
  'message.encoding': 'Nid oedd modd darllen rhai o nodau’r neges hon.',
  'message.outside': {
    one: "Ni lwythwyd {n} llun o'r tu allan. Gall ei lwytho ddangos i'r anfonwr eich bod wedi darllen hwn.",
    two: "Ni lwythwyd {n} lun o'r tu allan. Gall eu llwytho ddangos i'r anfonwr eich bod wedi darllen hwn.",
    other: "Ni lwythwyd {n} llun o'r tu allan. Gall eu llwytho ddangos i'r anfonwr eich bod wedi darllen hwn.",
  },
  'message.showPictures': 'Dangos y lluniau',
  'message.alwaysPictures': 'Bob amser gan yr anfonwr hwn',
  'message.showQuoted': "Dangos y testun a ddyfynnwyd",
  'message.hideQuoted': "Cuddio'r testun a ddyfynnwyd",
  'message.monospaced': 'Llythrennau lled sefydlog',
  'message.proportional': 'Llythrennau arferol',
  'message.goesTo': 'Yn mynd i {address}',
  'message.writesTo': 'Ysgrifennu at {address}',
  'message.picture': 'Llun',
  'message.link.title': "Gwirio i ble mae'r ddolen hon yn mynd",
  'message.link.otherHost': "Mae testun y ddolen hon yn dweud {shown}, ond mae'n mynd i rywle arall.",
  'message.link.lookalike': "Mae llythrennau yng nghyfeiriad y ddolen hon sy'n edrych fel rhai eraill.",
  'message.link.credentials': "Mae cyfeiriad y ddolen hon wedi'i ysgrifennu i guddio i ble mae'n mynd.",
  'message.link.address': "Mae'r ddolen hon yn mynd i beiriant â rhif ac nid i safle ag enw.",
  'message.link.destination': "Mae'n mynd i",
  'message.link.advice':
    "Os nad oeddech yn ei disgwyl, gofynnwch i'r anfonwr cyn mynd ymlaen, ond nid drwy ateb y neges hon.",
  'message.link.open': 'Ei hagor beth bynnag',
  'message.link.stay': 'Aros yma',
} satisfies Catalogue;
