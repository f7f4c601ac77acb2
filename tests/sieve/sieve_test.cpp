// sieve-test FILE...: runs test scripts (suite/suite.hpp says of what kind) and prints a line for each case.
#include <cstdio>

#include "suite/suite.hpp"

int main(int argc, char** argv) {
    using namespace bailey::sieve::suite;
    if (argc < 2) {
        std::fputs("usage: sieve-test FILE...\n", stderr);
        return 2;
    }
    std::size_t passed = 0, failed = 0;
    for (int n = 1; n < argc; ++n) {
        const auto report = run_file(argv[n]);
        for (const auto& result : report.cases) {
            const bool good = result.failure.empty();
            ++(good ? passed : failed);
            std::printf("%s  %s:%zu: %s%s%s\n", good ? "ok  " : "FAIL", argv[n], result.line, result.name.c_str(),
                        good ? "" : ": ", result.failure.c_str());
        }
        if (report.error.empty()) continue;
        ++failed;
        std::printf("FAIL  %s: %s\n", argv[n], report.error.c_str());
    }
    std::printf("%zu passed, %zu failed\n", passed, failed);
    return failed ? 1 : 0;
}
