#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view chambers = R"~(
### boiler
== clerks > dele, priya, colin @0 09:05
Subject: No heating on the second floor

The boiler has stopped again. A man is coming at eleven. There are two fan heaters in the library and a rota on the door; please sign
for them, the last one went home with somebody.
== priya > clerks; dele, colin @0 09:22

I have a conference at two in the small room. May I book the larger heater from half past one?
== clerks > priya; dele, colin @0 15:50

Mended. It was the same valve. Heaters back to the library, please, whoever has the larger one.

### library
== dele > clerks; priya @0 18:20
Subject: The missing volume

Has anybody seen volume two of the sentencing encyclopaedia? Its place on the shelf has a note that says "back Tuesday" in a hand which I
do not know and a month that has passed.
== priya > dele, clerks @0 18:41

It is under the plant in my room, where it was when I moved in. It holds the plant up. I will find the plant something else.
== dele > priya, clerks @0 18:55

Give it volume one. Nobody opens volume one.

### pupil-supper
== clerks > dele, priya, colin @0 11:15
Subject: Pupils' supper, {day 18}
Attach: ics supper
With: html

The annual supper for pupils is on {day 18} in the upper room, seven for half past. {money 42 58} a head, members pay for themselves and a share of
a pupil. Answers by {date 9}, with anything that you do not eat.
== dele > clerks @0 13:05

Yes, please. I eat everything. May I not sit beside whoever it was last year with the magic tricks?
== clerks > dele @0 13:30

You may not sit beside yourself, no.

### training
== circuit > dele, priya, zoe; clerks @0 10:00
Subject: Vulnerable witnesses: your training certificate
With: official

Our record shows that your certificate runs out on {date 60}. Places on the next course are limited to twenty-four. It takes one Saturday and the
preparation is four hours, which nobody believes until they begin.
== dele > circuit; clerks @1 08:35

Please put me down for the next one. I believe it.
== circuit > dele; clerks @2 14:20
Attach: ics course; pdf note

Place confirmed, with the joining instructions.

### printer
== priya > clerks; dele @0 21:14
Subject: Printer on the first floor

Printing page one of {n 210 480}, forever. I have turned it off at the wall, so if you are working late: downstairs.
== colin > priya, dele; clerks @1 07:58

That was my trial bundle. I had wondered.

### parking
== clerks > dele, priya, colin, circuit @0 12:12
Subject: Cars in the yard

The yard is to be resurfaced from {day 7} for two days. Any car that is still there at seven in the morning will become part of the yard.

### marketing
== colin > dele, priya @0 15:10
Subject: The website: your profile

The people who do the website say that your profile is from before the last general election. Two hundred words, third person, no
adjectives. A photograph will be taken on {day 12} between ten and twelve by someone with a light.
== dele > colin @3 22:05
Attach: docx note

Two hundred words attached, from which I have removed "renowned".
== colin > dele @4 09:25

I would have removed it too. Received.

### pupillage-interviews
== priya > dele; clerks @0 17:35
Subject: Interviews: the exercise
Attach: docx instructions; pdf exhibits
With: sensitive

For Saturday's interviews: a plea in mitigation with ten minutes to prepare, papers attached. I have invented everybody in it, so please do not ask
a candidate what really happened.
== dele > priya @0 19:12

Excellent. I would take out the parrot. They will all begin with the parrot.
== priya > dele; clerks @0 19:20

The parrot is out. Somebody will still find it.

### it-change
== clerks > dele, priya, colin @0 16:00
Subject: Secure mail: what changes on {day 10}
With: html

From {day 10} case papers go by the secure community and by nothing else. In short:

- Addresses end in the community's own suffix. Old addresses go on working for what has nothing to do with cases.
- Everything inside is between members. A message to an outside address is refused, and it says so at once.
- Mark what is sensitive. There is a box for it.

Lunch on the day, with sandwiches, for anybody who would like to be shown.
== dele > clerks @0 16:32

Will my folders come across?
== clerks > dele @0 16:40

They will. All {n 61 88} of them.

### expenses
== colin > dele @0 10:18
Subject: Receipts
With: fees

For the quarter I have a hotel, four trains, and a receipt for an umbrella. Is the umbrella chambers' or yours?
== dele > colin @0 12:47
With: fees

Mine, alas. I left the last one in court 4, where I believe it is exhibit 9.

### lecture
== priya > dele, zoe, amina @0 13:40
Subject: Talk on {day 20}: "What the jury heard"
Attach: ics talk

I have been asked to give the spring talk and have rashly said yes. It is about how much a jury remembers of the first day. Would you come, and
would you laugh where it is indicated?
== amina > priya; dele, zoe @1 09:15

I am coming and I shall bring the trainee, who remembers everything.
== zoe > priya, dele, amina @1 10:30

Front row. I will laugh at the map.
== dele > priya, zoe, amina @1 12:15

So the map is in it. I see.

### tennis
== zoe > dele, priya, hanna @0 17:20
Subject: Thursday, court 2 (the other kind)

Half past six on Thursday? I have booked it for an hour. Same pairs as before or shall we be fair?
== hanna > zoe, dele, priya @0 17:58

Same pairs! We have only just begun to win.
== dele > hanna, zoe, priya @0 18:25

I have a list at ten the next day, so an hour and not an hour and a half. Bringing the new balls.
== priya > dele, zoe, hanna @1 08:44

In. My forehand is subject to appeal.

### references
== ben > dele; amina @0 12:25
Subject: A favour
With: receipt

I am applying to the Bar after all and am told to ask for a reference from somebody who has seen me work. Would you be willing? {amina} knows and has been
very good about it. It is due on {date 21}.
== dele > ben; amina @0 14:40

With the greatest pleasure. Send me the form and the two sentences which you would like me not to forget. I shall not forget the page numbers.
== ben > dele; amina @1 09:05
Attach: docx note

Form attached. Thank you very much indeed.

### fire-drill
== clerks > dele, priya, colin @0 10:05
Subject: Fire drill, in the course of this week

There will be a drill. I am not to say when. It would be a kindness not to be in conference at eleven on Wednesday.

### rota
== colin > priya, dele; clerks @0 11:30
Subject: Holiday cover
Attach: pdf note

Cover for the vacation is attached. If you swap, swap with each other and then tell me, in that order.
== dele > colin; priya @0 18:15

{priya} and I have swapped the second week for the third. We told each other first.

### quiet-room
== noor > dele @0 15:25
Subject: Thank you for coming

The volunteers said that your hour on "what happens in court" was the most useful of the year. The question about wigs will stay with me.

Could I send you the evaluation forms, or would that be too much of a good thing?
== dele > noor @0 18:50

Please do. I enjoyed it, and I have thought about the wig question since and believe that I gave the wrong answer.

### handbook
== dele > priya, colin; clerks @0 19:45 #a
Subject: Handbook for pupils: first draft
Attach: docx instructions
With: flag

This is longer than I meant. It is the handbook for pupils which I said I would write, less the part about money, which {colin} should write. I paste the part
on which I would most like your view.

What to do on the evening before.

Read the indictment last as well as first. Most mistakes that I have made at the Bar, and I keep a list, come of having read the indictment on the day that the
papers arrived and not again. Charges are amended, dates are widened, names are spelt afresh.

Write your questions in a column and leave the other column empty. In the empty column goes what the witness says, in the witness's words. A question to which you
have the answer already has no need of being asked; a question to which you would not like to have the answer has even less.

Know where the building is. Know which door. In three courts on this circuit the front door is at the back.

Find out the name of the usher, of the clerk and of the dock officer, and say good morning to all three. This is not a trick. They will be there when the judge has
changed, the case has been moved and your opponent's train has not come, and they will tell you what is going on, if you are the sort of person to whom one tells
things.

What to do when it goes wrong.

It will. A witness will say what is not in the statement. Do not look at your papers, because then everybody knows. Write it down, slowly, and ask for it to be said
again. Twice is often enough for people to begin to wonder whether they believe themselves.

If you have said something that is not so, correct it at once and in plain words. "I told the court a moment ago that there were two photographs; there are three, and I
apologise." Nobody has ever thought the less of an advocate for that sentence. I have known careers that would have been the better for it.

If you do not know, say that you do not know and that you will find out, and then find out before the adjournment and not after it.

What to do afterwards.

See the client before you see anybody else. Then the solicitor. Then, if it is a decent hour, the clerks, who have been wondering. Write your note on the train. It
will be shorter and better than the note that you would write at midnight, and much better than the one you would write on Thursday.

Eat something.
== priya > dele, colin; clerks @1 08:20

I wish that somebody had given me this. "Front door at the back" made me laugh on the platform. One thing to add: what to do when one has been rude. It took me two
years to learn that the answer is a note the same day.
== colin > dele, priya; clerks @1 10:05

The part about money is two lines: say yes to it, and tell your clerk. I will make it three.
== dele > priya, colin; clerks @1 21:10
Attach: docx instructions

Both in, with thanks. {colin}'s third line is the best in the book.
)~";

const std::string_view circuit = R"~(
### all-members
== circuit > dele, priya, zoe, amina, ben, gwenllian, hanna, oisin, margaret, tomos, sian, sam, ruth, ines, noor, graham, marcus, lukasz, renee, colin, clerks, office @0 10:00
Subject: Court users' meeting: date and agenda
Attach: pdf note; docx instructions
With: official

The next court users' meeting is on {day 15} at 4.30 pm in the jury assembly area, tea from four. The agenda and the minutes of the last meeting are attached.

1. Matters arising: the lift; the other lift
2. Video links: what was promised, what there is
3. Listing: fixtures and floaters
4. Interpreters: names in advance
5. Any other business, of which there shall be little
== graham > circuit; margaret @1 08:15

Apologies from the prison. On 2: all six boxes are working as I write this.
== zoe > circuit; dele @1 09:50

Attending. On 3, may somebody other than me say it this time?
== dele > zoe, circuit @1 10:35

I shall say it.

### lift
== margaret > dele, zoe, amina, hanna; office @0 09:30
Subject: The lift at Ashford

Out of order until {day 9}. Anybody who needs step-free access should telephone the office before they set out; we can use the judges' lift by arrangement, and
have.
== amina > margaret @0 09:55

Thank you. I have a client in a wheelchair on {weekday 3}. Ten o'clock.
== margaret > amina; office @0 10:10

Noted. Ask for the usher at the side door, and it will be done without fuss.

### video-guide
== tomos > dele, zoe, amina, hanna, priya, clerks @0 14:00
Subject: Joining by link: a short guide
With: html
Attach: pdf note

We have written down what we find ourselves saying every morning.

- Join ten minutes early, under your own name and the number of your case.
- Wired is better than not. A window behind you makes you a shape.
- If you drop out, join again; do not write to us, we are looking at the same screen.
- The judge can see you when you believe that nobody can.
== zoe > tomos; dele @0 15:35

The last point is going on my wall.

### custody-suite
== graham > amina, dele, clerks @0 11:40
Subject: Visits hall closed {day 5}
With: plain official

Legal visits are by link only on {day 5} because of works. Visits that are booked already have been moved to the following day and you should have had a separate
message. If not, ring.

### duty-scheme
== ruth > hanna, oisin; sam @0 16:20
Subject: Disclosure training: dates
With: plain

I am giving the half-day on schedules again: {day 14} and {day 16}. The part that people liked was the one with bad examples, all of which are my own.
== hanna > ruth; oisin, sam @1 09:15

Two places, please: {oisin}, and me. I should like to see the bad examples.
== ruth > hanna, oisin @1 10:40
With: plain
Attach: ics training

Two places it is. Bring a schedule which you are not proud of.

### protocol
== hanna > dele, zoe, amina; ruth, sam @0 12:30
Subject: A protocol for telephone material: comments by {date 21}
Attach: docx instructions
With: official flag

We are trying to agree with the police and the defence how telephone downloads are searched and scheduled, so that it is not a new argument in every case. The draft is
four pages. Comments in the document, please, in a colour of your own.
== amina > hanna; dele, zoe @3 17:15
Attach: docx instructions

Mine are in green. The main one: search terms should be settled by both sides before the search and not after.
== dele > hanna, amina, zoe @5 20:30

Mine in blue. I agree with the green. I add that a schedule of {n 600 900} lines without times is not a schedule.
== zoe > hanna, dele, amina @6 08:50

I have no colour left. I agree with green and blue, and would add only a limit on how late a second search may be asked for.
== ruth > hanna, dele, zoe, amina; sam @7 11:10
With: plain

From where I sit: all of it can be done except the times, because the tool prints them in another column. I will ask the people who make the tool.
== hanna > dele, zoe, amina, ruth, sam @14 15:45
With: thread
Subject: Telephone protocol: agreed version
Attach: pdf order

Agreed, and signed by the three of us. It takes effect on the first of next month. Thank you; this is the first document of its kind that got shorter.
== sam > hanna, ruth @14 16:10
With: plain

Printed and on the wall next to the machine.

### volunteers
== ines > dele, amina, margaret; noor @0 13:10
Subject: Volunteers' evening

We would like to thank the people in the building who have been good to witnesses this year: {day 12}, six o'clock, in the waiting room where it all happens. There will be
food from four countries and one short speech.
== margaret > ines; noor @0 14:25

The whole office is coming, so please make that food from four countries and a lot of it.
== amina > ines @1 09:40

I shall be there. I can bring a fifth country.

### interpreters-names
== lukasz > amina, ben, oisin, tomos, sian @0 10:55
Attach: docx note
Subject: Names in advance: a request

Half of our interpreters' delays come of names. If the booking has the names of people, streets and firms as they are written in the case, the interpreter can prepare. A form is
attached. It takes three minutes and saves fifteen.
== ben > lukasz @0 11:30

We have begun to do this. Can the form be sent back within the booking?
== lukasz > ben @0 12:10

Yes, and in any form: a list in a message is fine, too. Dziękuję!
)~";

}  // namespace bailey::apps::demo::letters
