// SPDX-License-Identifier: BSD-3-Clause
// Functions that talk with who sits at the program: questions with a proposed answer, and where the library is.
#include <cstdio>
#include <filesystem>

#include "ranvier/base/error.hpp"
#include "ranvier/hoc/formatted.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

std::string short_number(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.5g", x);
    return text;
}

/// The next line that the program is given; an empty one, and the end of the input, take what was proposed.
std::string answer_to(World& world, const std::string& question) {
    world.hoc_host().print_error(question);
    return world.hoc_host().read_line().value_or("");
}

Value ask_number(World& world, const Arguments& a) {
    const auto& question = a.text(0);
    const double proposed = a.number(1), low = a.number(2), high = a.number(3);
    while (true) {
        const auto line = answer_to(world, question + " (" + short_number(proposed) + ")");
        const auto given = line.empty() ? proposed : hoc::leading_number(line);
        if (given && *given >= low && *given <= high) return number(*given);
        if (line.empty())
            throw InputError(ErrorParts{"the proposed answer is out of range",
                                        std::string(a.function()),
                                        short_number(proposed),
                                        short_number(low) + " to " + short_number(high),
                                        {}});
        world.hoc_host().print_error(given ? "must be > " + short_number(low) + " and < " +
                                                 short_number(high) + "\n"
                                           : "input error\n");
    }
}

/// Which of the allowed letters the answer begins with.
Value ask_letter(World& world, const Arguments& a) {
    const auto &question = a.text(0), &proposed = a.text(1), &allowed = a.text(2);
    while (true) {
        const auto line = answer_to(world, question + " (" + proposed + ")");
        const auto& given = line.empty() ? proposed : line;
        const auto at = given.empty() ? std::string::npos : allowed.find(given[0]);
        if (at != std::string::npos) return number(static_cast<double>(at));
        if (line.empty())
            throw InputError(ErrorParts{"the proposed answer is not one of those allowed",
                                        std::string(a.function()),
                                        proposed,
                                        allowed,
                                        {}});
        world.hoc_host().print_error("must be one of " + allowed + "\n");
    }
}

constexpr Function kConsole[] = {
    {"xred", "(question, proposed, low, high) -> float", "Ask for a number in a range", ask_number},
    {"sred", "(question, proposed, letters) -> float", "Ask for one of some letters; its place among them",
     ask_letter},
    {"neuronhome", "() -> str", "The folder that holds lib/hoc",
     [](World& w, const Arguments&) {
         return text(std::filesystem::path(w.runtime().mechanism_directory()).parent_path().string());
     }},
};

} // namespace

std::span<const Function> console_functions() { return kConsole; }

} // namespace ranvier::world::classes
