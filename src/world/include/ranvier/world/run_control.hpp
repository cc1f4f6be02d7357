// SPDX-License-Identifier: BSD-3-Clause
// The run library's variables and procedures (tstop, v_init, steps_per_ms; run, continuerun, setdt), native.
#pragma once

#include <string>

#include "ranvier/state/table.hpp"

namespace ranvier::world {

class World;

class RunControl {
  public:
    explicit RunControl(World& world);

    [[nodiscard]] double get(const char* variable) const;
    void set(const char* variable, double value);

    /// Makes 1/(dt steps_per_ms) a whole number by lowering dt to 1/(n steps_per_ms).
    void set_dt();
    void init();     ///< finitialize(v_init)
    void std_init(); ///< set_dt, init
    void run();      ///< std_init, continue to tstop
    /// Steps until t reaches `stop` to within half a step; does nothing if it has already. [ms]
    void continue_to(double stop);
    void step(); ///< nstep_steprun steps, which make 1/steps_per_ms ms

  private:
    [[nodiscard]] double number(int column) const;

    World& world_;
    state::TablePtr table_;
    state::RowId row_;
};

} // namespace ranvier::world
