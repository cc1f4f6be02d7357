// SPDX-License-Identifier: BSD-3-Clause
// What the ParallelContexts of a world share: messages, jobs, settings. One process: what is sent waits here.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ranvier/hoc/object.hpp"
#include "ranvier/world/classes/division.hpp"

namespace ranvier::world {

class World;

namespace classes {

class Board {
  public:
    using Message = std::deque<hoc::Value>;
    struct Job {
        std::int64_t number = 0;
        double user_id = 0;
        std::function<hoc::Value()> run;
        Message arguments;
    };

    /// Arguments from `from` on as another process would get them.
    void pack(const hoc::Arguments& a, std::size_t from);
    void post(const std::string& key);
    /// Makes a message the one that is unpacked; false if there is none.
    bool look(const std::string& key, bool takes);
    /// The next values of the message into references, strdefs and Vectors.
    void unpack(const hoc::Arguments& a, std::size_t from);
    [[nodiscard]] hoc::Value next(const hoc::Arguments& a);
    [[nodiscard]] double next_number(const hoc::Arguments& a);
    [[nodiscard]] hoc::TextPtr next_text(const hoc::Arguments& a);
    [[nodiscard]] hoc::ObjectPtr next_vector(const hoc::Arguments& a);

    /// submit([id,] function, ...), submit([id,] object, method, ...), submit([id,] statement), submit([id,] callable, ...)
    double submit(World& world, const hoc::Arguments& a);
    /// Runs the oldest job; its number, 0 if there is none.
    std::int64_t work();

    hoc::Value result;
    double user_id = 0;   ///< of that job
    double step_time = 0; ///< [s] of psolve
    double timeout = 20;  ///< [s]
    double aborts = 1;
    double longest_step = 10; ///< [ms]
    double waits_busily = 0;  ///< thread_busywait
    double node_order = 0;    ///< optimize_node_order
    Division division;

  private:
    std::map<std::string, std::deque<Message>> messages_;
    Message packed_, taken_;
    std::deque<Job> jobs_;
    std::int64_t made_ = 0, unnamed_ = 0;
};

/// Numbers and texts name messages.
[[nodiscard]] std::string message_key(const hoc::Arguments& a, std::size_t i);

} // namespace classes
} // namespace ranvier::world
