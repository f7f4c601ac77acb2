// Named places where a test can have the process die, as if the power had gone. With
// BAILEY_CRASH_AT="queue.committed:137" in the environment the 137th passage of that place is the end (SIGKILL);
// without it a passage costs one comparison.
#pragma once
#include <string_view>

namespace bailey {

// The place is `room` "." `step`.
void crash_point(std::string_view room, std::string_view step);

}  // namespace bailey
