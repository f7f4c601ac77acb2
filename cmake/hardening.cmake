# Warnings are errors, and what the toolchain offers against memory bugs is on in every build.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                    -Wold-style-cast -Wimplicit-fallthrough -Werror -Werror=switch)
add_compile_options(-fstack-protector-strong -fcf-protection=full -fno-omit-frame-pointer)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT BAILEY_SANITIZE)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(BAILEY_SANITIZE)
  add_compile_options(-fsanitize=${BAILEY_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BAILEY_SANITIZE})
endif()
if(BAILEY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage of every layer, for the fuzz targets to steer by
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives of these in optimised and sanitised library templates.
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-dangling-pointer -Wno-tsan)
endif()
