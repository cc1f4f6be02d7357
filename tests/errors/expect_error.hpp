// SPDX-License-Identifier: BSD-3-Clause
// That a mistake is answered with the right exception and a message that says what a user must know.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "ranvier/base/error.hpp"

namespace ranvier::test {

/// `act` throws an Expected whose text holds all of `parts`.
template <class Expected, class Act> void expect_error(Act&& act, std::initializer_list<std::string> parts) {
    try {
        act();
    } catch (const Expected& error) {
        const std::string text = error.what();
        for (const auto& part : parts)
            EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' in: " << text;
        return;
    } catch (const std::exception& error) {
        ADD_FAILURE() << "another error: " << error.what();
        return;
    }
    ADD_FAILURE() << "no error";
}

} // namespace ranvier::test
