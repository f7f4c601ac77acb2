#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view listing = R"~(
### fixture
== listing > counsel, opp, sol, para; clerks @0 14:25 #a
Subject: {case} ({number}): fixture
Attach: pdf order
With: hearings flag

The trial in this matter has been given a fixture: {day 84}, court {room}, {judge}, four days. It is not to be taken as floating and
it will not be moved without a hearing. Counsel's clerks are asked to acknowledge.
== clerks > listing; counsel @0 15:10

Acknowledged for the defence, {counsel} to appear. Thank you for the fixture: it is appreciated at this end.
== opp > listing; counsel @1 09:25

Acknowledged for the Crown.
== listing > counsel, opp, clerks @1 09:40

Thank you. Readiness certificates on {date 63}, please, and not on the evening before.

### vacate
== opp > listing; counsel, sol, pros @0 10:30 #a
Subject: {case} ({number}): application to vacate
Attach: pdf statement
With: hearings

The Crown applies for the fixture to be vacated. {witness} has broken an ankle and cannot travel for six weeks; a medical note is
attached. We have considered the link and the treating doctor has said no.
== listing > counsel; opp, sol @0 11:50

Does the defence oppose? {judge} would like an answer today.
== counsel > listing, opp; sol @0 13:05

Not opposed in principle. {mr} has waited a long time and I would ask that the new date be within eight weeks, and that the
conditions be looked at in the meantime.
== listing > counsel, opp, sol; clerks @1 10:15
With: flag
Attach: pdf order

Vacated. New fixture {day 70}. The curfew is relaxed by an hour at each end, as counsel asked. I have had to put a pin in somebody
else's diary for this, so I hope that the ankle is a quick one.
== counsel > listing @1 10:40

Thank you, and thank the owner of the diary.

### warned
== clerks > counsel @0 16:50 #a
Subject: {case}: you are in the warned list
With: thread

{case} is in the warned list for the week after next. You are at {court} on Monday and Tuesday already, which is either very good or
very bad. Shall I ask for it to be fixed for the Wednesday?
== counsel > clerks @0 17:35

Please do. And say that the defence expert is in another court until Tuesday night, which is true.
== clerks > listing; counsel @1 09:06
Subject: {case}: warned list, request
With: hearings

May this be given Wednesday as a fixture within the week? The expert is not available before, and counsel is before you in another
matter on the two days preceding.
== listing > clerks; counsel @1 12:15

I can mark it "not before Wednesday". That is the most that I can do until Friday.
== clerks > counsel @1 12:20
With: forward

Not before Wednesday. I think this is a yes.

### adjourn-short
== court > counsel, opp, sol; para @0 15:30 #a
Subject: {case} ({number}): mention, moved
With: hearings

The mention on {day 1} is moved to 9.30 am because of a funeral. It may be attended by link. Joining instructions will be sent by the
usher at nine o'clock.
== counsel > court, opp; sol @0 15:48

By link, if I may.
== opp > court; counsel @0 16:20

And I.
== counsel > sol; clerks @1 10:08
With: thread
Subject: {case}: mention today

Over in six minutes. The Crown has until {date 15} for the last of the telephone material. If it is late there is to be a statement from
a named person that says why; the judge repeated "named".

### estimate
== court > counsel, opp @0 09:55 #a
Subject: {case} ({number}): time estimate

The judge asks whether four days is still right. There are now {n 9 16} witnesses on the Crown's list, and no agreed facts.
== opp > court; counsel @0 12:10

There will be five live, and agreed facts are with my friend. Three days and a bit.
== counsel > court, opp @0 13:00

Four, to be safe. I should not like "a bit" to be the day on which the jury is out.
== court > counsel, opp @0 14:26

Four it is. The agreed facts by {date 7}, please, signed.

### two-places
== clerks > listing, sian; counsel @0 11:35 #a
Subject: {counsel.full}: a clash on {date 21}

We have counsel in {case} before you on {day 21}, and the same day at another court for sentence which was fixed first. Could the matters
be an hour apart if both are by link?
== listing > clerks; counsel @0 13:45

I can take {case} at 2 pm. Tell the other court that I went second and ought to be thanked.
== clerks > listing; counsel @0 14:00

You are hereby thanked.

### listing-note
== registry > counsel, opp, sol, pros; clerks @0 15:15 #a
Subject: {case}: directions on the papers
Attach: pdf order
With: hearings papers

{judge} has considered the parties' joint note and gives the directions in the order attached. Nobody need attend on {day 3}. The hearing
is taken out of the list.
== counsel > sol; clerks @0 16:05
With: forward

All as asked for, except that we have lost seven days for the expert. Please tell {expert} tonight.
== sol > expert; counsel @0 17:20
With: thread
Subject: {case}: a week less than we hoped

The date for your report is {date 28} and no longer {date 35}. I am sorry. Is it possible?
== expert > sol; counsel @1 08:50

It is possible if nobody rings me.

### readiness
== court > counsel, opp, sol, para @0 10:20 #a
Subject: {case} ({number}): certificates of readiness are due
With: hearings

Certificates are due by 4 pm on {day 4}. A party who is not ready is to say so in the certificate and to say why. A blank certificate will
be read as "not ready, and did not say why".
== para > court; counsel, opp, sol @3 14:35

Crown ready, save for one continuity statement which is promised for {weekday 7}.
== sol > court; counsel, para @4 11:40

Defence ready.
== court > counsel, opp, sol, para @4 16:05

Thank you both. The fixture stands, and the case leaves my list of worries.

### jury-bundle
== court > counsel, opp @0 13:20 #a
Subject: {case}: jury bundles
Attach: pdf index

How many copies, and who is bringing them? In the last trial of this length the machine gave up at copy eleven.
== opp > court; counsel @0 15:00

Fourteen: twelve, the judge, and the witness box. We shall bring them, hole-punched, with a photograph of the scene at tab 4 that is the
right way up.
== counsel > opp, court @0 15:12

I will believe that when I see it.
)~";

}  // namespace bailey::apps::demo::letters
