#include "apps/demo/papers/docx.hpp"

#include <numeric>

#include "apps/demo/papers/markup.hpp"
#include "apps/demo/papers/zip.hpp"

namespace bailey::apps::demo {
namespace {

constexpr const char* xml = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
                            "\n";
constexpr const char* types =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>)";
constexpr const char* package_relations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>)";
constexpr const char* document_relations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
</Relationships>)";
constexpr const char* styles =
    R"(<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>
</w:styles>)";
constexpr const char* section =
    R"(<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1304" w:bottom="1440" w:left="1304" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>)";

std::string paragraph(std::string_view text, std::string_view style = {}, bool bold = false) {
    std::string out = "<w:p>";
    if (!style.empty()) out += "<w:pPr><w:pStyle w:val=\"" + std::string(style) + "\"/></w:pPr>";
    out += bold ? "<w:r><w:rPr><w:b/></w:rPr>" : "<w:r>";
    return out + "<w:t xml:space=\"preserve\">" + markup_escaped(text) + "</w:t></w:r></w:p>\n";
}

struct Body {
    std::string out = {};
    int number = 0;

    void operator()(const Heading& h) { out += paragraph(h.text, "Heading1"); }
    void operator()(const Paragraph& p) { out += paragraph(p.text, {}, p.bold); }
    void operator()(const Numbered& n) { out += paragraph(std::to_string(++number) + ".  " + n.text); }
    void operator()(const PageBreak&) { out += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n"; }
    void operator()(const Scan&) {}
    void operator()(const Table& t) {
        constexpr int page = 9300;  // twentieths of a point
        const auto sum = std::accumulate(t.widths.begin(), t.widths.end(), 0);
        auto width = [&](std::size_t c) { return std::to_string(page * t.widths[c] / sum); };
        out += "<w:tbl><w:tblPr><w:tblW w:w=\"" + std::to_string(page) + "\" w:type=\"dxa\"/><w:tblBorders>";
        for (auto side : {"top", "left", "bottom", "right", "insideH", "insideV"})
            out += std::string("<w:") + side + " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"808080\"/>";
        out += "</w:tblBorders></w:tblPr><w:tblGrid>";
        for (std::size_t c = 0; c < t.widths.size(); ++c) out += "<w:gridCol w:w=\"" + width(c) + "\"/>";
        out += "</w:tblGrid>\n";
        for (std::size_t r = 0; r < t.rows.size(); ++r) {
            out += "<w:tr>";
            for (std::size_t c = 0; c < t.widths.size(); ++c)
                out += "<w:tc><w:tcPr><w:tcW w:w=\"" + width(c) + "\" w:type=\"dxa\"/></w:tcPr>" +
                       paragraph(c < t.rows[r].size() ? t.rows[r][c] : "", {}, r == 0) + "</w:tc>";
            out += "</w:tr>\n";
        }
        out += "</w:tbl>\n" + paragraph("");
    }
};

}  // namespace

std::string docx(const Paper& paper) {
    Body body;
    if (!paper.header.empty()) body.out += paragraph(paper.header);
    body.out += paragraph(paper.title, "Title");
    for (auto& block : paper.blocks) std::visit(body, block);
    Zip zip;
    zip.add("[Content_Types].xml", std::string(xml) + types);
    zip.add("_rels/.rels", std::string(xml) + package_relations);
    zip.add("word/_rels/document.xml.rels", std::string(xml) + document_relations);
    zip.add("word/styles.xml", std::string(xml) + styles);
    zip.add("word/document.xml", std::string(xml) +
                                     "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                                     "main\"><w:body>\n" +
                                     body.out + section + "</w:body></w:document>");
    zip.add("docProps/core.xml",
            std::string(xml) +
                "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" +
                markup_escaped(paper.title) + "</dc:title><dc:creator>" + markup_escaped(paper.author) +
                "</dc:creator></cp:coreProperties>");
    return zip.finish();
}

}  // namespace bailey::apps::demo
