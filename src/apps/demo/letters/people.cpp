#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view people = R"~(
### witness-dates
== para > sam, victim; pros @0 09:40 #a
Subject: {number} {def}: witness availability
With: official

The court wants dates to avoid for the next six months by {date 10}. Please could I have yours, and those of {witness} and
the other civilian witnesses.
== sam > para @1 14:15

Mine: annual leave the first fortnight of the school holidays, a course in the third week of the month after. {witness} is
away at a wedding from {date 40} to {date 47} and would rather not travel on Fridays.
== victim > para, sam @2 10:25

The other two have no dates to avoid but one of them works nights and will need to be told the day before, not on the day.
I have put this on the witness's own sheet so that whoever is on duty sees it.
== para > court, sol; counsel, opp @9 15:50
With: thread
Subject: {case} ({number}): dates to avoid, Crown

For listing, please: the Crown's witnesses cannot do {date 40} to {date 47}, or Fridays in the case of {witness}. The officer's
leave can be moved if it must be.
== sol > court, para; counsel @10 09:05

For the defence: counsel is committed from {date 60} to {date 74}. Otherwise none.

### special-measures
== sam > para; pros, liaison @0 11:30 #a
Attach: pdf statement
Subject: {number}: request for special measures
With: sensitive plain

{witness} would like screens and to come in by the other door. I have explained the link and that was not wanted: "I would
rather be in the room and not see {him}." Short statement from me attached with the form.
== para > opp, pros @1 10:10
With: forward

I have the form ready for lodging. Are you content with screens rather than the link?
== opp > para; pros @1 12:45

Yes. It is what the witness has asked for, and the room has good screens.
== counsel > opp; sol @4 16:40
Subject: {case}: screens

Thank you for the notice. No objection. I would only ask that the screens are in place before the jury comes in, so that
nobody sees them being carried.
== court > counsel, opp; sol, liaison @6 09:30

Granted without a hearing. The usher will have the screens up by half past nine.

### pre-trial-visit
== liaison > registry; victim @0 10:50 #a
Subject: Pre-trial visit: {number}

Would it be possible to show a witness in {case} the courtroom before the trial? Half an hour, when nothing is sitting, ideally
about {date 6}. She would like to see where everybody is and how far it is to the door.
== registry > liaison; victim @0 15:20

Of course. Court {room} is empty on {day 7} between one and two. Ask for the usher at the desk and not for the listing office,
as we shall be at lunch too.
== liaison > registry; victim @8 09:15

Thank you for yesterday. She said that it was smaller than on television and that this was a relief. Please thank the usher
for the story about the fire alarm.

### victim-statement
== liaison > sam; victim @0 14:35 #a
Subject: {number}: victim personal statement
With: sensitive

{witness} would now like to make a victim personal statement, having said no in the spring. An evening would be best, at home,
with a friend there. It can be updated later, and I have explained that it will be seen by the defence.
== sam > liaison @1 08:20

I can go on {weekday 5} after six. I will ring first. I shall bring the form about whether it is read out and by whom.
== sam > para; liaison @6 09:35
With: thread sensitive plain
Subject: {number}: victim personal statement taken
Attach: pdf statement

Taken last night, two pages, signed. Wishes it to be read by counsel, not aloud by the witness. Would like to be told the date of
sentence, if there is one, by telephone and not by letter.
== para > sam, liaison; opp @6 11:10

Thank you both. Marked on the file, and {opp} knows.

### interpreter
== trainee > interp; sol @0 10:15 #a
Subject: Booking: {language}, conference and court ({case})
With: official

Could you let us have an interpreter in {language} for a conference on {day 6} (one hour, by video) and at {court} on {day 12}
(all day)? The same person for both, if possible. {mr} speaks quickly when nervous.
== interp > trainee @0 15:55
Attach: ics booking

Both booked, the same interpreter: reference BR-{n 20000 49999}. She asks for the names of the people and places in advance, as
it saves everybody a quarter of an hour.
== trainee > interp; sol @1 09:45
Attach: docx note

List of names attached. {place} is the one that people spell in three ways; the one on the indictment is the second.
== interp > trainee, sol @11 17:02
With: flag
Subject: BR booking tomorrow: change of interpreter
With: thread flag

I am sorry: your interpreter has been taken ill. I have a colleague who has the same qualification and is free, but who has not
been at the conference. She will be at court from 09:00 so that there is time to speak beforehand.
== sol > interp; counsel @11 17:20

Thank you for telling us tonight. We shall be there at nine.

### production
== court > prison; sol, para @0 15:45 #a
Subject: Production: {def}, {number}, {day 8}
With: hearings official plain

Please produce the above at {court} on {day 8} for 09.30. If the attendance is to be by link instead the court must be told by
noon on {date 5}.
== prison > court @1 07:50
With: official

Noted, on the list for the early van. For information, this one is on the move between wings and property may not keep up with
{him}. Best tell the solicitors that papers should come with {him} and not after {him}.
== sol > prison, court @1 10:25

Understood. Could the blue folder, in particular, be with {him}? It has the statements in it which {he} has marked up.
== prison > sol @1 13:40

Wing has been asked to put the blue folder in his hand. I cannot promise but I did say please.

### link-fails
== prison > sol, clerks @0 08:35 #a
Subject: Video link TODAY: {def}
With: flag official

The links are down in boxes 1 to 6, something with the network overnight. Engineers expected at ten. Your 09:15 is therefore
cancelled, I can offer 14:15 today or 08:45 tomorrow.
== clerks > prison, sol; counsel @0 08:42

{counsel} is in court at 14:15. Tomorrow at 08:45, please.
== prison > clerks, sol @0 08:58

Booked, box 2. Same dial-in. I have told the wing.
== counsel > clerks, sol @1 09:40

Worked this morning. Sound good, picture of the top of a head. We covered everything, and {he} was in better spirits than I
expected. Next one in a fortnight, please.

### intermediary
== sol > counsel @0 16:15 #a
Subject: {case}: is an intermediary needed?
Attach: pdf report
With: sensitive

The assessment has come. She recommends an intermediary for evidence only, with breaks every forty minutes, short questions and no
tags ("you were there, weren't you"). Attached.
== counsel > sol @0 19:25

Very clear. I suggest that we ask for a ground rules hearing and for the breaks, and that I give the court my questions in
advance. It makes for better questions.
== counsel > opp; sol @2 10:20
Subject: {case}: ground rules

You will have seen the assessment. Would the Crown agree the recommendations, save for the last? I do not need {him} to be asked
about dates by means of a calendar with pictures, and {he} would be mortified.
== opp > counsel; sol @2 13:15

Agreed with pleasure. I shall start thinking now about how to ask anything without a tag, could I?

### complaint
== liaison > pros; victim @0 11:05 #a
Subject: {number}: nobody rang
With: sensitive

{witness} heard of the new date from a neighbour. This is the second time. I do not want to make more of it than it is, but she
asked me to pass on that she took a day off work for nothing.
== pros > liaison; victim, para @0 13:20

I am sorry, and it should not have happened. The notice went to the old number. I have telephoned and apologised; travel and the
lost day are being paid. From here on {para} rings in person, and copies you in.
== liaison > pros, victim @0 15:10

Thank you. She told me about the call, and said it made a difference.
)~";

}  // namespace bailey::apps::demo::letters
