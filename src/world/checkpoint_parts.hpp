// SPDX-License-Identifier: BSD-3-Clause
// What a checkpoint's sections are made of. Private to world; a structure's `fields` are its form in the file, in this order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ranvier/checkpoint/archive.hpp"
#include "ranvier/engine/run_state.hpp"
#include "ranvier/model/image.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "ranvier/world/random.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

/// A mechanism by its text and by the texts that it includes, in the order in which it does.
struct MechanismPart {
    std::string name, file;
    std::vector<std::pair<std::string, std::string>> sources; ///< name and text
    double valence = 0;                                       ///< of an ion
    std::string valence_file;
    template <class Archive> void fields(Archive& archive) {
        archive(name, file, sources, valence, valence_file);
    }
};

/// A column of a table: one number, or one for each row in the order of `model::Rows`.
struct ColumnPart {
    std::string name;
    double initial = 0;
    std::vector<double> values; ///< one if the column is uniform
    template <class Archive> void fields(Archive& archive) { archive(name, initial, values); }
};
struct TablePart {
    std::string name;
    std::uint64_t rows = 0;
    std::vector<ColumnPart> columns;
    template <class Archive> void fields(Archive& archive) { archive(name, rows, columns); }
};

/// What a state::DataRef says, without addresses.
struct RefPart {
    enum class Kind : std::uint8_t { none, table, array, weight };
    Kind kind = Kind::none;
    std::string table, column, path;
    std::int64_t which = -1; ///< the row, the array, or the NetCon
    std::uint64_t index = 0; ///< in an array, or of a weight
    template <class Archive> void fields(Archive& archive) {
        archive(kind, table, column, path, which, index);
    }
};

/// The tables of a world by name, and where a row stands in the order of `model::Rows`.
class TableNames {
  public:
    explicit TableNames(World& world, const state::TablePtr& own);
    struct Known {
        std::string name;
        state::TablePtr table;
        model::Rows rows;
        std::vector<std::int32_t> place_of_slot; ///< -1: not alive
    };
    [[nodiscard]] const std::vector<Known>& all() const { return all_; }
    [[nodiscard]] const Known* find(const state::Table& table) const;
    [[nodiscard]] const Known* find(const std::string& name) const;

  private:
    void add(std::string name, const state::TablePtr& table, model::Rows rows);
    std::vector<Known> all_;
    std::unordered_map<const state::Table*, std::size_t> by_table_;
    std::unordered_map<std::string, std::size_t> by_name_;
};

/// References and arrays by number, on the way into a file.
class RefWriter {
  public:
    RefWriter(World& world, const TableNames& tables);
    [[nodiscard]] std::int32_t add(const state::DataRef& ref); ///< -1 for none, or one that is gone
    [[nodiscard]] std::int32_t add(const state::NumbersPtr& array);
    std::vector<RefPart> refs;
    std::vector<state::NumbersPtr> arrays;

  private:
    const TableNames& tables_;
    std::unordered_map<const state::Numbers*, std::int32_t> place_of_;
    std::unordered_map<const state::Numbers*, std::int64_t> netcon_of_; ///< whose weights an array is
};

struct RecordingPart {
    std::int32_t source = -1, target = -1, times = -1;
    double interval = 0;
    bool is_time = false;
    template <class Archive> void fields(Archive& archive) {
        archive(source, target, times, interval, is_time);
    }
};
struct PlayingPart {
    std::uint8_t kind = 0;
    std::int32_t target = -1, values = -1, times = -1;
    double interval = 0;
    template <class Archive> void fields(Archive& archive) { archive(kind, target, values, times, interval); }
};
struct SpikeRecordingPart {
    std::int32_t source = -1, times = -1, ids = -1, netcon = -1;
    std::int64_t gid = -1;
    double id = 0;
    bool replaces = false;
    template <class Archive> void fields(Archive& archive) {
        archive(source, times, ids, netcon, gid, id, replaces);
    }
};
struct TrainPart {
    std::int32_t times = -1, gids = -1;
    bool of_ours = false;
    template <class Archive> void fields(Archive& archive) { archive(times, gids, of_ours); }
};
struct GidPart {
    std::int64_t gid = 0;
    std::int32_t source = -1;
    bool sends = false, is_owned = true;
    template <class Archive> void fields(Archive& archive) { archive(gid, source, sends, is_owned); }
};
/// A Random, on its way in or out; one that is read gets the old generator that it had.
template <class Archive>
void random_fields(Archive& archive, Random& random, std::vector<std::int32_t>& plays) {
    random.fields(archive);
    auto* old = random.old_generator();
    std::uint8_t kind = dynamic_cast<AdditiveGenerator*>(old) ? 1
                        : dynamic_cast<LinearPair*>(old)      ? 2
                        : old                                 ? 3
                                                              : 0;
    archive(kind);
    if (!old && kind == 1) random.set_old_generator(std::make_unique<AdditiveGenerator>());
    if (!old && kind == 2) random.set_old_generator(std::make_unique<LinearPair>());
    if (!old && kind == 3) random.set_old_generator(std::make_unique<Isaac64>(0));
    old = random.old_generator();
    if (auto* additive = dynamic_cast<AdditiveGenerator*>(old)) additive->fields(archive);
    if (auto* linear = dynamic_cast<LinearPair*>(old)) linear->fields(archive);
    if (auto* isaac = dynamic_cast<Isaac64*>(old)) isaac->fields(archive);
    archive(plays);
}

/// Everything that looks at the model or plays into it.
struct ObserversPart {
    std::vector<RecordingPart> recordings;
    std::vector<PlayingPart> playings;
    std::vector<SpikeRecordingPart> spike_recordings;
    std::vector<TrainPart> trains;
    std::vector<GidPart> gids;
    std::vector<std::pair<std::int64_t, std::int32_t>> gap_sources, gap_targets; ///< id, reference
    bool gaps_are_set_up = true;
    std::vector<std::pair<std::int32_t, std::int32_t>>
        pointers; ///< the POINTER and its target, as references
    template <class Archive> void fields(Archive& archive) {
        archive(recordings, playings, spike_recordings, trains, gids, gap_sources, gap_targets,
                gaps_are_set_up, pointers);
    }
};

/// Memory of C.
struct CPart {
    struct Stream { ///< of nrnran123_newstream
        RandomStream stream;
        template <class Archive> void fields(Archive& archive) { stream.fields(archive); }
    };
    /// An address that C keeps in a variable of an instance.
    struct Address {
        std::string mechanism, column;
        std::int64_t row = 0;
        std::uint8_t kind = 0; ///< 0 a stream, 1 a Random, 2 a Vector
        std::int32_t which = 0;
        template <class Archive> void fields(Archive& archive) {
            archive(mechanism, column, row, kind, which);
        }
    };
    struct Static {
        std::string mechanism, name;
        std::int32_t which = 0; ///< of the unit's
        std::uint64_t size = 0;
        std::vector<std::pair<std::uint32_t, std::uint64_t>>
            words; ///< that differ from the beginning: place, bytes
        template <class Archive> void fields(Archive& archive) {
            archive(mechanism, name, which, size, words);
        }
    };
    std::vector<Stream> streams;
    std::vector<Address> addresses;
    std::vector<Static> statics;
    template <class Archive> void fields(Archive& archive) { archive(streams, addresses, statics); }
};

/// The stream of a NetStim that is what a Random draws.
struct DrawsPart {
    std::string mechanism;
    std::int64_t row = 0;
    std::int32_t random = 0;      ///< which of the checkpoint's
    double place = -1, value = 0; ///< what it gave last
    template <class Archive> void fields(Archive& archive) { archive(mechanism, row, random, place, value); }
};

/// The variable step; its integrator begins anew, here and in the world that is saved.
struct VariablePart {
    engine::VariableSettings settings;
    std::vector<std::pair<std::string, double>> scales; ///< those of the settings
    double fixed_dt = 0;
    template <class Archive> void fields(Archive& archive) {
        auto& s = settings;
        archive(s.is_active, s.is_local, s.absolute, s.relative, s.longest, s.shortest, s.highest_order,
                s.condition_order, scales, fixed_dt);
    }
};

/// Settings and counters of the world.
struct SettingsPart {
    std::string program; ///< that wrote it
    bool has_mechanisms = false, legacy_units = false, keeps_membrane_current = false,
         has_own_numbers = false;
    std::vector<std::pair<std::string, std::int64_t>> next_numbers;
    std::vector<std::pair<std::string, std::int32_t>> data_places; ///< of setdata: mechanism and section
    std::vector<double> data_x;
    std::uint32_t single_index = 0, c_global_index = 0, ran4_low = 0, ran4_count = 0, isaac_count = 0;
    double uses_ran4 = 0, single_resolution = 0.1;
    VariablePart variable;
    template <class Archive> void fields(Archive& archive) {
        archive(program, has_mechanisms, legacy_units, keeps_membrane_current, has_own_numbers, next_numbers,
                data_places, data_x, single_index, c_global_index, ran4_low, ran4_count, isaac_count,
                uses_ran4, single_resolution, variable);
    }
};

struct FunctionTablePart {
    std::string mechanism, name;
    engine::FunctionTableData data;
    template <class Archive> void fields(Archive& archive) {
        archive(mechanism, name);
        data.fields(archive);
    }
};

/// Reads and builds what stands beside the World's own: the parts that gids and gap junctions keep to themselves.
class CheckpointObservers {
  public:
    static void take(Gids& gids, Gaps& gaps, RefWriter& refs,
                     const std::function<std::int32_t(const model::SpikeSource*)>& source_of,
                     ObserversPart& out);
    static void put(Gids& gids, Gaps& gaps, const ObserversPart& part,
                    const std::vector<state::DataRef>& refs, const std::vector<state::NumbersPtr>& arrays,
                    const std::vector<std::shared_ptr<model::SpikeSource>>& sources,
                    engine::Simulator& simulator, std::vector<std::shared_ptr<void>>& kept);
    /// Sources that gids hold.
    [[nodiscard]] static std::vector<std::shared_ptr<model::SpikeSource>> sources(Gids& gids);
    /// The gid whose recording it is; -1 if it is none's.
    [[nodiscard]] static Gid owner_of(Gids& gids, const engine::SpikeRecordingPtr& recording);
    static void set_recording(Gids& gids, Gid gid, const engine::SpikeRecordingPtr& recording);
};

// checkpoint_c.cpp
/// Appends to `refused` what C keeps that cannot be kept here.
void take_c(World& world, const TableNames& tables, RefWriter& refs,
            const std::vector<std::shared_ptr<Random>>& randoms, CPart& out,
            std::vector<std::string>& refused);
void put_c(World& world, const TableNames& tables, const std::vector<state::NumbersPtr>& arrays,
           const std::vector<std::shared_ptr<Random>>& randoms, const CPart& part);
/// Columns of instances that hold addresses, which mean nothing in a file.
[[nodiscard]] bool is_address(double value);

// checkpoint_draws.cpp
/// Whether a column says what stream it is, which may be one that a Random draws.
[[nodiscard]] bool is_random_draws(const model::MechanismType& type, int column);
/// What stands there without what holds for this process only.
[[nodiscard]] double without_process(double stream);
/// Appends to `randoms` what is drawn from and is not among them.
void take_draws(World& world, const TableNames& tables, std::vector<std::shared_ptr<Random>>& randoms,
                std::vector<DrawsPart>& out);
void put_draws(World& world, const TableNames& tables,
               const std::vector<std::shared_ptr<classes::RandomObject>>& randoms,
               const std::vector<DrawsPart>& parts);

} // namespace ranvier::world
