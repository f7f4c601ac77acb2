#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view welsh = R"~(
### gwrandawiad
== sian > sol, counsel; para @0 10:20 #a
Subject: {case} ({number}): gwrandawiad yn Gymraeg / hearing in Welsh
Attach: pdf gorchymyn
With: welsh hearings official

Mae'r achos uchod wedi ei restru ar gyfer gwrandawiad paratoi ar {dydd 12} am 10 o'r gloch y bore, gerbron {judge} yn llys {room}.
Cynhelir y gwrandawiad yn ddwyieithog.

A fyddech cystal â rhoi gwybod i mi erbyn {dydd 6} pwy fydd yn siarad Cymraeg yn y llys, er mwyn i ni drefnu cyfieithu ar y pryd? Mae
angen deg diwrnod gwaith ar yr uned gyfieithu.

Summary in English: the case is listed for PTPH on {day 12} at 10 am. The hearing will be bilingual. Please say by {day 6} who will speak
Welsh, so that simultaneous translation can be arranged.
== sol > sian; counsel @1 09:30
With: welsh

Diolch yn fawr am eich neges. Bydd y diffynnydd a {witness} yn rhoi tystiolaeth yn Gymraeg. Bydd cwnsler yn siarad Saesneg, ond bydd yn dymuno
dilyn y dystiolaeth drwy gyfieithu.

Mae'r datganiadau wedi eu cyfieithu eisoes, ac fe'u hanfonaf atoch heddiw.
== sian > sol; counsel @1 11:45
With: welsh

Ardderchog, diolch. Mae'r cyfieithydd wedi ei archebu. Gofynnaf i'r tywysydd roi clustffonau ar ddesg cwnsler.
== counsel > sian, sol @1 13:10

Diolch! I follow perhaps half of that and am grateful for the other half in English. Headphones on the desk would be very welcome; and if {judge}
would like me to say good morning in Welsh I shall practise.

### cyfieithu
== sol > sian @0 14:15 #a
Subject: Cyfieithu'r datganiad: {case}
Attach: docx statement
With: welsh papers

Atodaf y datganiad gwreiddiol yn Gymraeg a'r cyfieithiad. Sylwais ar un gwahaniaeth: mae'r tyst yn dweud "gyda'r nos", ac mae'r cyfieithiad yn
dweud "at night". Mae hynny'n bwysig yn yr achos hwn, gan mai tua chwech o'r gloch oedd hi.
== sian > sol; counsel, opp @1 10:35
With: welsh

Diolch am sylwi. Rwyf wedi gofyn i'r uned gyfieithu edrych arno eto. "In the evening" sy'n gywir, yn fy marn i.
== sol > counsel; opp @1 12:05
With: thread
Subject: {case}: "gyda'r nos"

A point on the translation which you will like. The witness said "gyda'r nos", which is "in the evening". The translation served by the Crown has
"at night". She was describing six o'clock, in daylight.
== counsel > sol; opp @1 14:00

I like it very much. Is the translator able to say so in a short statement?
== opp > counsel, sol @1 15:30

No statement needed: the Crown accepts the correction and will re-serve the page. I have learnt two words of Welsh.

### rheithgor
== sian > sol, counsel, opp; pros @0 09:50 #a
Subject: {case}: trefniadau ar gyfer y treial / trial arrangements
With: welsh hearings

Dyma'r trefniadau ar gyfer y treial sy'n dechrau ar {dydd 14}:

- Bydd y rheithgor yn cael ei dyngu am 10.30 o'r gloch.
- Bydd cyfieithu ar y pryd ar gael drwy'r amser yn llys {room}.
- Cynhelir sesiwn brawf gyda'r offer am 9.15 ar y bore cyntaf.
- Bydd yr holl gyfarwyddiadau i'r rheithgor ar gael yn y ddwy iaith.

Arrangements in short: jury sworn at 10.30, simultaneous translation throughout, equipment test at 9.15 on the first morning, jury directions
in both languages.
== opp > sian; sol, counsel @0 11:20

Thank you. I will be there for the test. May we have two spare headsets, mine fell in the tea last time?
== sian > opp; sol, counsel @0 11:50

Of course. I have asked for four.

### diolch
== sol > sian; counsel @0 16:05 #a
Subject: Diolch
With: welsh

Gair byr i ddiolch i chi ac i'r staff am eich cymorth yn ystod yr achos. Roedd y trefniadau'n ardderchog, ac roedd y teulu'n gwerthfawrogi cael
siarad eu hiaith eu hunain yn y llys.
== sian > sol; counsel @1 09:15
With: welsh

Diolch o galon am eich geiriau caredig. Fe'u rhannaf â'r tywyswyr, a oedd wedi blino'n lân erbyn dydd Gwener! Hyd y tro nesaf.

### cynhadledd
== sol > clerks, counsel @0 10:45 #a
Subject: {case}: cynhadledd / conference
Attach: invitation
With: html

Would counsel be able to see {mr} and me on {day 6}, by video? {he} will speak Welsh and I will interpret; it goes at about two thirds of the
usual speed, so an hour and a half, please.
== clerk > sol; counsel @0 12:30

Yes, two o'clock. An hour and a half is blocked out, and another half for good measure.
== sol > clerk, counsel @6 17:15
With: sensitive
Attach: docx note

Diolch. A most useful conference, note attached. {mr} says that you ask short questions and listen to long answers, which I have translated
faithfully.
)~";

}  // namespace bailey::apps::demo::letters
