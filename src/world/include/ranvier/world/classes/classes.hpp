// SPDX-License-Identifier: BSD-3-Clause
// The builtin classes of one world, and what its top level's own functions keep between calls.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ranvier/model/model.hpp"
#include "ranvier/ui/desk.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/classes/file.hpp"
#include "ranvier/world/classes/run_settings.hpp"

namespace ranvier::world::classes {

class Board;

struct OldStimuli;

class Classes {
  public:
    explicit Classes(World& world) : world_(world) {}
    /// Made when first asked for. Null if there is no builtin class of this name.
    [[nodiscard]] std::shared_ptr<BuiltinClass> find(std::string_view name);

    /// The same of NetCon, which is asked for often.
    [[nodiscard]] const std::shared_ptr<BuiltinClass>& netcon_class();

    /// What methods that name no section work on.
    [[nodiscard]] model::SectionPtr current_section() const;
    /// Null if it is none of this world, or was deleted.
    [[nodiscard]] model::SectionPtr find_section(hoc::SectionKey key);
    [[nodiscard]] model::SectionPtr find_section(const model::Section& section);
    void remember(const model::SectionPtr& section); ///< saves a search
    model::SectionPtr given_section;                 ///< for the time of a call

    /// All living objects of a class; throws what is wrong with its name.
    [[nodiscard]] std::vector<hoc::ObjectPtr> find_living(const std::string& name);

    Stream input, output; ///< of ropen and wopen
    RunSettings run_settings;
    [[nodiscard]] Board& board();  ///< of the ParallelContexts
    double watch_start = 0;        ///< of startsw [s]
    double uses_ran4 = 0;          ///< what use_mcell_ran4 was told
    std::uint32_t ran4_count = 0;  ///< generators MCellRan4 so far
    std::uint32_t isaac_count = 0; ///< generators Isaac64 so far
    /// Of pt3dstyle: where sections are drawn to begin.
    std::unordered_map<const model::Section*, std::pair<std::weak_ptr<model::Section>, std::array<float, 3>>>
        connection_points;
    bool keeps_parameters = true;  ///< of keep_nseg_parm
    std::shared_ptr<void> minimum; ///< what fit_praxis found and how it searches
    bool is_version8 = false;      ///< a new Random is what it was in NEURON 8: an ACG

    ui::Desk desk;                              ///< the windows of this world
    hoc::PlacePtr taken_place;                  ///< of the last call of _place_
    std::array<double, 4> old_axes{0, 1, 0, 1}; ///< of the graphs of old terminals
    std::shared_ptr<OldStimuli> old_stimuli;    ///< of fstim, fclamp and fsyn; null before the first call

  private:
    World& world_;
    std::unordered_map<const model::Section*, std::weak_ptr<model::Section>> seen_;
    std::map<std::string, std::shared_ptr<BuiltinClass>, std::less<>> made_;
    std::shared_ptr<BuiltinClass> netcon_class_;
    std::shared_ptr<Board> board_;
};

} // namespace ranvier::world::classes
