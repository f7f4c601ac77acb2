#include "apps/demo/community.hpp"

namespace bailey::apps::demo {
namespace {

constexpr Member all_members[] = {
    {"Ashford Crown Court", "Court", "South East", "Ashford", "TN23 1AA", "ashfordcrown"},
    {"Kestrel Chambers", "Barristers", "London", "London", "EC4Y 7AA", "kestrelchambers.co.uk"},
    {"Pryce Vaughan Cyf", "Solicitors", "Wales", "Caernarfon", "LL55 1AA", "prycevaughan.cymru"},
    {"Eastmarch Police", "Police", "East", "Norwich", "NR1 1AA", "eastmarch.police"},
    {"Harbour Victim Support", "Victim support", "South West", "Plymouth", "PL1 1AA", "harboursupport.org.uk", true},
};

constexpr Person all_people[] = {
    {"Margaret", "Ellison", "Ashford Crown Court", "m.ellison@ashfordcrown", "lantern-quiet-harbour", true},
    {"Tomos", "Rees", "Ashford Crown Court", "t.rees@ashfordcrown", "copper-sparrow-evening", false},
    {"Dele", "Okafor", "Kestrel Chambers", "d.okafor@kestrelchambers.co.uk", "velvet-orchard-signal", true},
    {"Priya", "Raman", "Kestrel Chambers", "p.raman@kestrelchambers.co.uk", "marble-thistle-window", false},
    {"Gwenllian", "Pryce", "Pryce Vaughan Cyf", "g.pryce@prycevaughan.cymru", "granite-meadow-compass", true},
    {"Sam", "Hollis", "Eastmarch Police", "s.hollis@eastmarch.police", "amber-railway-pocket", true},
    {"Ruth", "Adeyemi", "Eastmarch Police", "r.adeyemi@eastmarch.police", "silver-kettle-garden", false},
    {"Ines", "Carvalho", "Harbour Victim Support", "i.carvalho@harboursupport.org.uk", "willow-anchor-morning", true},
    {"Noor", "Haddad", "Harbour Victim Support", "n.haddad@harboursupport.org.uk", "cobalt-bramble-letter", false},
    {"Alun", "Bevan", "Pryce Vaughan Cyf", "a.bevan@prycevaughan.cymru", "meadow-lantern-slate", false, true},
    {"Keira", "Osei", "Eastmarch Police", "k.osei@eastmarch.police", "pebble-autumn-cipher", false, true},
};

}  // namespace

std::span<const Member> members() { return all_members; }
std::span<const Person> people() { return all_people; }

}  // namespace bailey::apps::demo
