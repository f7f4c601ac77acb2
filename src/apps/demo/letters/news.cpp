#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {
namespace {

constexpr News of_the_circuit[] = {
    {"A new courtroom at Ashford",
     "Court 6 opens after eighteen months. It has a dock from which one can hear, a witness box from which one can be "
     "heard, and windows. The acoustics were tested by the bar mess choir."},
    {"Fixtures and floaters",
     "The resident judge reports that two trials in three now start in the week for which they were fixed. The listing "
     "office asks for readiness certificates in time, and with something written on them."},
    {"Marshalling",
     "Twelve students sat with judges this term. One of them asked why everybody bows to the shield; nobody present "
     "could say."},
    {"Wellbeing: the walking group",
     "The group meets on the first Sunday of the month at the old mill, whatever the weather. Dogs welcome, robes not "
     "necessary."},
    {"Interpreters",
     "Bookings should have the names of people and places in them. A form is available from the interpreters' office. "
     "Fifteen minutes saved a hearing, at forty hearings a week, is ten hours."},
    {"Junior's report",
     "The Junior has attended four meetings and one dinner, and lost the circuit's umbrella at the latter."},
    {"The advocacy competition",
     "Sixteen entered. The final was a bail application for a scarecrow. The prize went to a second-six pupil, for "
     "brevity."},
    {"Digital files: a plea", "Documents should be named for what they are. 'Scan0043 final FINAL' is not what it is."},
    {"Welsh at Aberwen",
     "A third of all trials at Aberwen were heard wholly or partly in Welsh last year. New equipment for simultaneous "
     "translation has been installed in both courts."},
    {"Retirements",
     "After thirty-one years the senior usher at Ashford hands in her keys. She has kept count of the juries she has "
     "sworn and will not say how many."},
    {"Parking", "There is none. There will be none. The committee thanks all those who wrote."},
    {"Library hours",
     "The circuit library stays open until eight on Tuesdays and Thursdays. The kettle has been replaced."},
    {"Vulnerable witnesses training",
     "Two further Saturdays have been added. Those whose certificates run out before the summer have priority."},
    {"A word about lunch", "The mess will serve hot food again. The committee has settled the question of the soup."},
    {"Pro bono week", "Advice was given to 164 people in five towns. Volunteers are asked to return the banners."},
    {"Security of mail",
     "No message from the service ever asks for a password. Members who are in doubt should telephone their "
     "administrator, on a number they know already."},
    {"Fees: the spring submission",
     "The committee's submission is with the department. It is twelve pages, with one table, which is meant to be read "
     "first."},
    {"Cricket", "Circuit 142 for 9; Solicitors 143 for 3. The less said the better."},
};

constexpr News of_the_clerks[] = {
    {"Congratulations",
     "To Priya, who did her first leading brief and won it, and to Dele, who told everybody before she could."},
    {"The stairs", "The carpet on the stairs is to be replaced over a weekend. Come in by the back, mind the tins."},
    {"Diary discipline", "If you put it in your own diary but not in ours, it is not in the diary."},
    {"Tea", "The tea money stands at 4 pounds 11. It is an honour system, and is working as one would expect."},
    {"New faces", "Two pupils join us in October. Please learn their names before they learn yours."},
    {"Fees", "A good quarter. Aged debt is down by a fifth, which is Colin's doing, and his telephone's."},
    {"The mouse", "Seen again, second floor, in the evening. It appears to prefer civil papers."},
    {"Summer party",
     "In the garden, if there is one by then. Families welcome. No speeches beyond the one which cannot be prevented."},
    {"Conference rooms", "The small room is not for telephone calls. The large one is not for naps."},
    {"Backups",
     "Everything has been restored once, as a test, onto a machine in the cellar. It worked. It has been switched off "
     "again."},
    {"Outreach", "Four schools this term. The best question: do you ever feel sorry for the other side?"},
    {"The clock", "The clock in the hall has been repaired and is now right more than twice a day."},
};

constexpr std::string_view first_sentences[] = {
    "The warned list for the week below follows. Please look at it today.",
    "Please find the warned list below. There are two matters more than I should have liked, so early notice of any "
    "that will crack would be welcome.",
    "Warned list as below. Court 2 is not available until the Wednesday.",
    "The list for the week after next is below. One court is sitting on circuit business and there will be no "
    "floaters.",
    "Below, the warned list. Dates to avoid that reach us after Friday cannot be taken into account.",
    "Here is the warned list. It has been a good week for trials that started, thanks to all.",
    "Warned list below. The jury assembly area is being painted, please tell your witnesses to use the side entrance.",
    "The warned list for the week below. Where a case has an interpreter, please say so again when you answer: it "
    "saves a telephone call.",
};

}  // namespace

std::span<const News> circuit_news() { return of_the_circuit; }
std::span<const News> clerks_news() { return of_the_clerks; }
std::span<const std::string_view> openings() { return first_sentences; }

}  // namespace bailey::apps::demo::letters
