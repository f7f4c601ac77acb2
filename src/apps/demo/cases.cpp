#include "apps/demo/cases.hpp"

namespace bailey::apps::demo {
namespace {

constexpr Case all_cases[] = {
    {"T20240893", "Callum", "Hartnoll", false, "conspiracy to burgle", false, "Mr Pettifer", "Quarry Lane, Ashford", "",
     "cell site analysis", true, 716, 60},
    {"T20240951", "Bogdan", "Petrescu", false, "handling stolen goods", false, "Mrs Ottaway", "Unit 9, Mill Estate",
     "Romanian", "vehicle identification", false, 668, 55},
    {"T20250034", "Lowri", "Penhale", true, "fraud by abuse of position", true, "Mr Ellis Wyn", "Aberwen Credit Union",
     "", "forensic accountancy", false, 622, 75},
    {"T20250107", "Jerome", "Castleton", false, "possession with intent to supply", false, "PC Whitlam",
     "Harbour Street car park", "", "telephone examination", true, 575, 55},
    {"T20250188", "Dorota", "Wilk", true, "perverting the course of justice", false, "Ms Lavery", "Stour Bridge",
     "Polish", "handwriting", false, 528, 55},
    {"T20250242", "Kieran", "Maddock", false, "causing serious injury by dangerous driving", false, "Mrs Abernethy",
     "the A2070 roundabout", "", "collision investigation", false, 482, 65},
    {"T20250316", "Emrys", "Gwilym", false, "arson being reckless", true, "Mrs Mair Hughes", "yr hen ysgol, Aberwen",
     "", "fire investigation", false, 436, 80},
    {"T20250390", "Tyrone", "Beckwith", false, "robbery", false, "Mr Suleiman", "the Corner Pantry, North Road", "",
     "facial comparison", true, 390, 60},
    {"T20250471", "Agnieszka", "Rojek", true, "false accounting", false, "Mr Thwaite", "Rojek Haulage Ltd", "Polish",
     "forensic accountancy", false, 345, 65},
    {"T20250533", "Samuel", "Oduya", false, "violent disorder", false, "Ms Prendergast", "Market Square", "",
     "CCTV compilation", false, 300, 70},
    {"T20250609", "Gethin", "Prosser", false, "theft from employer", true, "Mr Dafydd Roe", "Chwarel Llechog", "",
     "forensic accountancy", false, 262, 85},
    {"T20260042", "Leon", "Ashdown", false, "aggravated burglary", false, "Mrs Delacourt", "14 Fennel Rise", "",
     "footwear comparison", true, 225, 80},
    {"T20260121", "Thi Mai", "Tran", true, "production of cannabis", false, "Mr Gorringe", "the old bakery, Dover Road",
     "Vietnamese", "electrical engineering", true, 190, 85},
    {"T20260205", "Marlon", "Fitch", false, "section 20 wounding", false, "Mr Halloran", "the Gannet public house", "",
     "telephone examination", false, 150, 90},
    {"T20260288", "Catrin", "Morys", true, "misconduct in public office", true, "Ms Nia Bowen", "Swyddfa'r Cyngor", "",
     "computer forensics", false, 118, 95},
    {"T20260344", "Ryan", "Sallow", false, "conspiracy to supply", false, "DC Norcott", "Flat 6, Tannery Court", "",
     "cell site analysis", true, 92, 100},
    {"T20260417", "Imogen", "Threlfall", true, "blackmail", false, "Mr Vane", "Threlfall Antiques", "",
     "computer forensics", false, 64, 100},
    {"T20260480", "Darius", "Novak", false, "affray", false, "Ms Oyelaran", "the bus station", "Lithuanian",
     "CCTV compilation", false, 34, 100},
};

}  // namespace

std::span<const Case> cases() { return all_cases; }

}  // namespace bailey::apps::demo
