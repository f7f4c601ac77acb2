#include "net/http/static_files.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "net/testing/client.hpp"

namespace bailey::net::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class StaticFilesTest : public ::testing::Test {
protected:
    StaticFilesTest() {
        write("index.html", "<!doctype html>home");
        write("assets/app-3f9a2b1c.js", "plain script");
        write("assets/app-3f9a2b1c.js.br", "brotli");
        write("assets/app-3f9a2b1c.js.gz", "gzip");
        write("assets/style.css", "body{}");
        write("archive.tar.gz", "a file of its own");
        write("help/index.html", "help");
        write("a b.txt", "a space");
        write("message/pictures.html", "<!doctype html>");
        write(".secret", "hidden");
        write(".git/config", "hidden");
        std::ofstream(outside.file("passwd")) << "outside";
        std::filesystem::create_symlink(outside.file("passwd"), folder.file("link"));
        EXPECT_TRUE(files.load());
    }
    void write(const std::string& name, const std::string& text) {
        std::filesystem::path path = folder.file(name);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    Response get(const std::string& path, Fields fields = {}) {
        Request request;
        request.path = path;
        request.fields = std::move(fields);
        return files.respond(request);
    }
    static std::string body(const Response& r) {
        auto* text = std::get_if<std::string>(&r.body);
        return text ? *text : "";
    }

    net::testing::Folder folder, outside;
    StaticFiles files{folder.file("")};
};

TEST_F(StaticFilesTest, GivesAFileWithItsTypeAndAnEntityTag) {
    auto style = get("/assets/style.css");
    EXPECT_EQ(style.status, 200);
    EXPECT_EQ(body(style), "body{}");
    EXPECT_EQ(style.fields.get("Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(style.fields.get("Cache-Control"), "no-cache");
    auto tag = std::string(style.fields.get("ETag"));
    EXPECT_EQ(tag.size(), 34u);
    EXPECT_EQ(get("/assets/style.css").fields.get("ETag"), tag);
    EXPECT_EQ(body(get("/a%20b.txt")), "a space");
    EXPECT_EQ(body(get("/archive.tar.gz")), "a file of its own");
}

TEST_F(StaticFilesTest, AFolderAndAnAddressThatABrowserGoesToAreAPage) {
    EXPECT_EQ(body(get("/")), "<!doctype html>home");
    EXPECT_EQ(body(get("/help/")), "help");
    const Fields browser{{"Accept", "text/html,application/xhtml+xml;q=0.9"}};
    EXPECT_EQ(body(get("/mail/inbox/17", browser)), "<!doctype html>home");
    EXPECT_EQ(get("/mail/inbox/17").status, 404) << "a program";
    EXPECT_EQ(get("/assets/gone.js", browser).status, 404);
    for (auto* path : {"/jmap/nothing", "/api/nothing", "/.well-known/nothing"})
        EXPECT_EQ(get(path, browser).status, 404) << path;
    EXPECT_THAT(get("/").fields.get("Content-Security-Policy"), HasSubstr("script-src 'self'"));
    // Of what is inline, style attributes alone: no script, no style sheet, nothing evaluated.
    EXPECT_THAT(get("/").fields.get("Content-Security-Policy"), HasSubstr("script-src 'self'; style-src 'self'; "));
    EXPECT_THAT(get("/").fields.get("Content-Security-Policy"), Not(HasSubstr("unsafe-eval")));
    EXPECT_FALSE(get("/assets/style.css").fields.has("Content-Security-Policy")) << "the strict one is added";
}

TEST_F(StaticFilesTest, TheFrameOfALetterLetsPicturesInAndRunsNothing) {
    auto frame = get("/message/pictures.html");
    EXPECT_EQ(frame.fields.get("X-Frame-Options"), "SAMEORIGIN");
    auto policy = frame.fields.get("Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'; img-src https: blob: data:;"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'self'"));
    EXPECT_THAT(policy, HasSubstr("sandbox allow-same-origin"));
    EXPECT_THAT(policy, Not(HasSubstr("allow-scripts")));
    EXPECT_THAT(policy, Not(HasSubstr("script-src")));
}

TEST_F(StaticFilesTest, GivesNothingElse) {
    for (auto* path : {"/.secret", "/.git/config", "/link", "/assets", "/nowhere", "/assets/app-3f9a2b1c.js.br",
                       "/..%2fpasswd", "//index.html", "/index.html/"})
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(StaticFilesTest, GivesTheCompressedFormToWhoUnderstandsIt) {
    struct {
        const char *accept, *body, *coding;
    } cases[] = {{"gzip, deflate, br", "brotli", "br"},      {"br;q=0, gzip;q=0.5", "gzip", "gzip"},
                 {"br;q=0.0, gzip;q=0", "plain script", ""}, {"GZIP", "gzip", "gzip"},
                 {"identity", "plain script", ""},           {"", "plain script", ""}};
    std::string tags;
    for (auto& c : cases) {
        auto script = get("/assets/app-3f9a2b1c.js", {{"Accept-Encoding", c.accept}});
        EXPECT_EQ(body(script), c.body) << c.accept;
        EXPECT_EQ(script.fields.get("Content-Encoding"), c.coding) << c.accept;
        EXPECT_EQ(script.fields.get("Vary"), "Accept-Encoding");
        EXPECT_EQ(script.fields.get("Content-Type"), "text/javascript; charset=utf-8");
        EXPECT_EQ(script.fields.get("Cache-Control"), "public, max-age=31536000, immutable");
    }
    auto brotli = get("/assets/app-3f9a2b1c.js", {{"Accept-Encoding", "br"}});
    EXPECT_THAT(std::string(brotli.fields.get("ETag")), EndsWith("-br\"")) << "each form has a tag of its own";
    EXPECT_FALSE(get("/assets/style.css").fields.has("Vary"));
}

TEST_F(StaticFilesTest, AReloadTakesUpWhatChangedAndAFailedOneChangesNothing) {
    auto before = std::string(get("/assets/style.css").fields.get("ETag"));
    write("assets/style.css", "body{color:red}");
    EXPECT_EQ(body(get("/assets/style.css")), "body{}") << "one build until it is read again";
    ASSERT_TRUE(files.load());
    EXPECT_EQ(body(get("/assets/style.css")), "body{color:red}");
    EXPECT_NE(get("/assets/style.css").fields.get("ETag"), before);
    std::filesystem::remove_all(folder.file(""));
    EXPECT_EQ(files.load().error(), Errc::not_found);
    EXPECT_EQ(get("/").status, 200);
}

TEST(StaticFiles, KnowsADigestInAName) {
    for (auto* name : {"app-3f9a2b1c.js", "index.d41d8cd98f00.css", "index-DiwrgTda.js"})
        EXPECT_TRUE(names_a_digest(name)) << name;
    for (auto* name : {"app.js", "app-settings.js", "index.html", "jquery-3.js", "a-1234567.js", ""})
        EXPECT_FALSE(names_a_digest(name)) << name;
}

}  // namespace
}  // namespace bailey::net::http
