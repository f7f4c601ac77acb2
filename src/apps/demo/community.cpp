#include "apps/demo/community.hpp"

#include "domain/people/people.hpp"

namespace bailey::apps::demo {
namespace {

constexpr Member all_members[] = {
    {"Ashford Crown Court", "Court", "South East", "Ashford", "TN23 1AA", "ashfordcrown"},
    {"Kestrel Chambers", "Barristers", "London", "London", "EC4Y 7AA", "kestrelchambers.co.uk"},
    {"Pryce Vaughan Cyf", "Solicitors", "Wales", "Caernarfon", "LL55 1AA", "prycevaughan.cymru"},
    {"Eastmarch Police", "Police", "East", "Norwich", "NR1 1AA", "eastmarch.police"},
    {"Harbour Victim Support", "Victim support", "South West", "Plymouth", "PL1 1AA", "harboursupport.org.uk", true},
    {"Hartley Nuttall LLP", "Solicitors", "South East", "Ashford", "TN24 8AA", "hartleynuttall.co.uk"},
    {"Eastmarch Prosecution Service", "Prosecution", "East", "Norwich", "NR2 1AA", "eastmarchprosecution"},
    {"Lantern Row Chambers", "Barristers", "London", "London", "WC2A 3AA", "lanternrow.co.uk"},
    {"Llys y Goron Aberwen", "Court", "Wales", "Aberwen", "LL57 9AA", "aberwencrown"},
    {"HMP Stourmoor", "Prison", "South East", "Stourmoor", "CT15 9AA", "stourmoor.prison"},
    {"Eastmarch Probation", "Probation", "East", "Norwich", "NR3 1AA", "eastmarch.probation"},
    {"Babel Row Interpreting", "Interpreters", "London", "London", "SE1 9AA", "babelrow.co.uk"},
    {"Downland Forensic", "Experts", "South East", "Lewes", "BN7 9AA", "downlandforensic.co.uk"},
    {"South Weald Circuit", "Barristers", "South East", "Ashford", "TN23 9AA", "southwealdcircuit.org.uk"},
};

constexpr std::string_view others = "everybody-inside-the-walls";  // password of those who are minor

constexpr Person all_people[] = {
    {"dele", "Dele", "Okafor", "Kestrel Chambers", "d.okafor@kestrelchambers.co.uk", "velvet-orchard-signal",
     "Barrister", "020 7946 0112", true},
    {"amina", "Amina", "Yusuf", "Hartley Nuttall LLP", "a.yusuf@hartleynuttall.co.uk", "pepper-lighthouse-ribbon",
     "Partner, Crime", "01632 960 418", true, Hand::html},
    {"margaret", "Margaret", "Ellison", "Ashford Crown Court", "m.ellison@ashfordcrown", "lantern-quiet-harbour",
     "Listing Officer", "01632 960 201", true, Hand::html},
    {"hanna", "Hanna", "Lindstr\u00F6m", "Eastmarch Prosecution Service", "h.lindstrom@eastmarchprosecution",
     "juniper-saddle-copper", "Senior Prosecutor, Complex Casework", "01632 960 733", true, Hand::html},
    {"ruth", "Ruth", "Adeyemi", "Eastmarch Police", "r.adeyemi@eastmarch.police", "silver-kettle-garden",
     "Disclosure Officer, Major Crime", "01632 960 566", false, Hand::plain},
    {"colin", "Colin", "Marsh", "Kestrel Chambers", "c.marsh@kestrelchambers.co.uk", "ferry-cinnamon-ledger",
     "Senior Clerk", "020 7946 0110", false},
    {"tomos", "Tomos", "Rees", "Ashford Crown Court", "t.rees@ashfordcrown", "copper-sparrow-evening",
     "Case Progression Officer", "01632 960 204", false, Hand::html},
    {"priya", "Priya", "Raman", "Kestrel Chambers", "p.raman@kestrelchambers.co.uk", "marble-thistle-window",
     "Barrister", "020 7946 0119", false},
    {"gwenllian", "Gwenllian", "Pryce", "Pryce Vaughan Cyf", "g.pryce@prycevaughan.cymru", "granite-meadow-compass",
     "Cyfreithiwr / Solicitor", "01632 960 870", true},
    {"sam", "Sam", "Hollis", "Eastmarch Police", "s.hollis@eastmarch.police", "amber-railway-pocket",
     "Detective Constable 2217", "01632 960 561", true, Hand::plain},
    {"ines", "Ines", "Carvalho", "Harbour Victim Support", "i.carvalho@harboursupport.org.uk", "willow-anchor-morning",
     "Witness Service Manager", "01632 960 340", true, Hand::html},
    {"noor", "Noor", "Haddad", "Harbour Victim Support", "n.haddad@harboursupport.org.uk", "cobalt-bramble-letter",
     "Victim Liaison", "01632 960 342", false},
    {"alun", "Alun", "Bevan", "Pryce Vaughan Cyf", "a.bevan@prycevaughan.cymru", "meadow-lantern-slate", "", "", false,
     Hand::flowed, true},
    {"keira", "Keira", "Osei", "Eastmarch Police", "k.osei@eastmarch.police", "pebble-autumn-cipher", "", "", false,
     Hand::flowed, true},
    {"zoe", "Zo\u00EB", "Achterberg", "Lantern Row Chambers", "z.achterberg@lanternrow.co.uk", others, "Barrister",
     "020 7946 0455", true, Hand::flowed, false, true},
    {"ben", "Ben", "Castellane", "Hartley Nuttall LLP", "b.castellane@hartleynuttall.co.uk", others,
     "Trainee Solicitor", "01632 960 421", false, Hand::html, false, true},
    {"oisin", "Ois\u00EDn", "Brannigan", "Eastmarch Prosecution Service", "o.brannigan@eastmarchprosecution", others,
     "Paralegal Officer", "01632 960 738", false, Hand::html, false, true},
    {"sian", "Si\u00E2n", "Llewelyn", "Llys y Goron Aberwen", "s.llewelyn@aberwencrown", others,
     "Swyddog Rhestru / Listing Officer", "01632 960 905", true, Hand::html, false, true},
    {"graham", "Graham", "Tolley", "HMP Stourmoor", "g.tolley@stourmoor.prison", others, "Video Link Bookings",
     "01632 960 650", true, Hand::plain, false, true},
    {"marcus", "Marcus", "Ifill", "Eastmarch Probation", "m.ifill@eastmarch.probation", others,
     "Court Probation Officer", "01632 960 277", true, Hand::plain, false, true},
    {"lukasz", "\u0141ukasz", "Zieli\u0144ski", "Babel Row Interpreting", "l.zielinski@babelrow.co.uk", others,
     "Bookings", "020 7946 0870", true, Hand::flowed, false, true},
    {"renee", "Ren\u00E9e", "Fontaine", "Downland Forensic", "r.fontaine@downlandforensic.co.uk", others,
     "Forensic Scientist", "01632 960 512", true, Hand::flowed, false, true},
    {"circuit", "Circuit", "Bulletin", "South Weald Circuit", "bulletin@southwealdcircuit.org.uk", others, "", "", true,
     Hand::html, false, true},
};

// That of the solicitors is empty like the account that opens it.
const SharedMailbox all_shared[] = {
    {"clerks",
     "Kestrel Chambers",
     "Clerks' Room",
     "clerks@kestrelchambers.co.uk",
     "020 7946 0100",
     {{"d.okafor@kestrelchambers.co.uk", mailbox_right::all},
      {"c.marsh@kestrelchambers.co.uk", mailbox_right::all},
      {"p.raman@kestrelchambers.co.uk", mailbox_right::read | mailbox_right::mail}}},
    {"office",
     "Ashford Crown Court",
     "Ashford Listing Office",
     "listing@ashfordcrown",
     "01632 960 200",
     {{"m.ellison@ashfordcrown", mailbox_right::all},
      {"t.rees@ashfordcrown", mailbox_right::read | mailbox_right::write | mailbox_right::mail}}},
    {"post",
     "Pryce Vaughan Cyf",
     "Ystafell Bost",
     "post@prycevaughan.cymru",
     "",
     {{"a.bevan@prycevaughan.cymru", mailbox_right::all}}},
};

}  // namespace

std::span<const Member> members() { return all_members; }
std::span<const Person> people() { return all_people; }
std::span<const SharedMailbox> shared_mailboxes() { return all_shared; }

}  // namespace bailey::apps::demo
