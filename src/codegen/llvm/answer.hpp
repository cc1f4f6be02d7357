// SPDX-License-Identifier: BSD-3-Clause
// The border of the module: results and errors go over as bytes, no exception leaves.
#pragma once

#include <exception>
#include <string>

namespace ranvier::codegen {

/// What `make` gives for the request, or the text of its error, goes to the request's receiver; 0 on success.
template <class Request> int answer(const Request* request, std::string (*make)(const Request&)) {
    try {
        const std::string result = make(*request);
        request->receive(request->receiver, result.data(), result.size());
        return 0;
    } catch (const std::exception& error) {
        const std::string text = error.what();
        request->receive_error(request->receiver, text.data(), text.size());
        return 1;
    }
}

} // namespace ranvier::codegen
