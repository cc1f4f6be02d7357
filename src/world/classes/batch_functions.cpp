// SPDX-License-Identifier: BSD-3-Clause
// Functions of old programs that look into a run: batch_save and batch_run, the matrix of the cable equation, a fresh start.
#include <cmath>
#include <cstdio>
#include <utility>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/hoc_host.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world::classes {

namespace {

using hoc::Arguments;
using hoc::Value;

/// batch_save(): forget all. batch_save(ref, ...): these too.
Value choose(World& world, const Arguments& a) {
    world.check_access();
    auto& chosen = world.classes().run_settings.batch;
    if (a.count() == 0) chosen.clear();
    std::vector<hoc::PlacePtr> more;
    for (std::size_t i = 0; i < a.count(); ++i) more.push_back(a.place(i));
    chosen.insert(chosen.end(), more.begin(), more.end());
    return number(1);
}

/// A text file that is whole on the disk when it is closed.
class Lines {
  public:
    explicit Lines(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "w")) {
        if (!file_) fail("cannot be opened for writing");
    }
    ~Lines() {
        if (file_) std::fclose(file_);
    }
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
    void write(const std::string& text) {
        if (std::fputs(text.c_str(), file_) < 0) fail("cannot be written");
    }
    void close() {
        if (std::fclose(std::exchange(file_, nullptr)) != 0) fail("cannot be written");
    }

  private:
    [[noreturn]] void fail(const char* what) const {
        throw IoError(ErrorParts{std::string("the file ") + what, "batch_run", path_, {}, {}});
    }
    std::string path_;
    std::FILE* file_;
};

std::string short_text(double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%g", x);
    return text;
}

/// From the present time to `stop`, a line of what was chosen at the beginning and every `every` ms.
Value run(World& world, const Arguments& a) {
    world.check_access();
    const double stop = a.number(0), every = a.number(1);
    if (!std::isfinite(stop)) a.refuse(0, "a finite time [ms]");
    if (!std::isfinite(every) || every < 0) a.refuse(1, "0 or more [ms]");
    const auto chosen = world.classes().run_settings.batch;
    auto& simulator = world.simulator();
    const bool is_variable = simulator.variable().is_active;
    if (is_variable && !(every > 0)) a.refuse(1, "more than 0 with the variable step [ms]");
    Lines file(a.text(2));
    file.write((a.has(3) ? a.text(3) : std::string()) + "\nbatch_run from t = " + short_text(world.t()) +
               " to " + short_text(stop) + " in steps of " + short_text(every) +
               " with dt = " + short_text(simulator.fixed_dt()) + "\n");
    const auto line = [&] {
        std::string text;
        for (const auto& place : chosen) text += " " + short_text(place->get());
        file.write(text + "\n");
    };
    line();
    world.hoc_host().run([&] {
        if (is_variable) {
            while (world.t() < stop) {
                world.solve(world.t() + every);
                line();
            }
            return;
        }
        // t is a sum of many dt: a quarter of one decides which step meets a time
        const double early = world.dt() / 4;
        for (double next = world.t() + every - early; world.t() < stop - early;) {
            world.step();
            if (world.t() <= next) continue;
            line();
            next = world.t() + every - early;
        }
    });
    file.close();
    return number(1);
}

struct Row {
    double of_parent = 0; ///< in the node's equation
    double in_parent = 0; ///< what the node is in its parent's
    double d = 0, rhs = 0;
};

/// The tree as the user built it; the solver may have hung it up elsewhere.
class Matrix {
  public:
    explicit Matrix(World& world) : model_(world.model()), parts_(world.matrix()) {
        edge_.assign(parts_.d.size(), nullptr);
        for (const auto& e : parts_.edges) edge_[static_cast<std::size_t>(e.row)] = &e;
    }
    [[nodiscard]] Row at(state::RowId node, state::RowId parent) const {
        const auto n = row(node);
        Row out;
        out.d = parts_.d[n];
        out.rhs = parts_.rhs[n];
        if (!parent.valid()) return out;
        const auto p = row(parent);
        if (const auto* e = edge_[n]; e && static_cast<std::size_t>(e->other) == p) {
            out.of_parent = e->of_other;
            out.in_parent = e->of_row;
        } else if (const auto* turned = edge_[p]; turned && static_cast<std::size_t>(turned->other) == n) {
            out.of_parent = turned->of_row;
            out.in_parent = turned->of_other;
        }
        return out;
    }

  private:
    [[nodiscard]] std::size_t row(state::RowId id) const {
        return static_cast<std::size_t>(model_.nodes()->row(id));
    }
    model::Model& model_;
    engine::CableMatrix parts_;
    std::vector<const engine::CableMatrix::Edge*>
        edge_; ///< of each row: the one that the solver has towards its root
};

/// Of a section's i-th node: segments from the end that is connected, then the far end.
state::RowId parent_of(const model::Model& model, const model::Section& section, state::RowId node) {
    const auto& nodes = section.nodes();
    const bool begins_at_1 = section.parent() && section.child_end() == 1;
    const int n = section.nseg();
    const auto before = [&](int i) { // of segment i, counted from 0
        const int k = begins_at_1 ? i + 1 : i - 1;
        if (k >= 0 && k < n) return nodes[static_cast<std::size_t>(k)];
        return model.node_at(section, begins_at_1 ? 1 : 0);
    };
    for (int i = 0; i < n; ++i)
        if (nodes[static_cast<std::size_t>(i)] == node) return before(i);
    const auto far = model.node_at(section, begins_at_1 ? 0 : 1);
    if (far == node) return nodes[static_cast<std::size_t>(begins_at_1 ? 0 : n - 1)];
    return {};
}

void print_matrix(World& world) {
    const Matrix matrix(world);
    const auto& model = world.model();
    int count = 0;
    const auto print = [&](state::RowId node, state::RowId parent) {
        const auto r = matrix.at(node, parent);
        world.print(std::to_string(count++) + " " + short_text(r.of_parent) + " " + short_text(r.in_parent) +
                    " " + short_text(r.d) + " " + short_text(r.rhs) + "\n");
    };
    for (const auto& s : model.sections())
        if (!s->parent()) print(model.node_at(*s, 0), {});
    for (const auto& s : model.sections()) {
        const bool begins_at_1 = s->parent() && s->child_end() == 1;
        const auto with_parent = [&](state::RowId node) { print(node, parent_of(model, *s, node)); };
        for (int i = 0; i < s->nseg(); ++i)
            with_parent(s->nodes()[static_cast<std::size_t>(begins_at_1 ? s->nseg() - 1 - i : i)]);
        with_parent(model.node_at(*s, begins_at_1 ? 0 : 1));
    }
}

/// fmatrix(): print all; fmatrix(x, i): one number of a place's row.
Value matrix(World& world, const Arguments& a) {
    world.check_access();
    if (a.count() == 0) {
        print_matrix(world);
        return number(1);
    }
    const double x = a.number(0);
    if (!(x >= 0 && x <= 1)) throw InputError::out_of_range("the place", "fmatrix", number_text(x), "0 to 1");
    const auto which = a.whole(1, 1, 4);
    const auto section = world.classes().current_section();
    const auto& model = world.model();
    const auto node = model.node_at(*section, x);
    const model::Section* owner = section.get();
    auto parent = parent_of(model, *owner, node);
    while (!parent.valid() && owner->parent()) { // the end that is connected is a place of another section
        owner = owner->parent();
        parent = parent_of(model, *owner, node);
    }
    const auto r = Matrix(world).at(node, parent);
    return number(which == 1 ? r.in_parent : which == 2 ? r.d : which == 3 ? r.of_parent : r.rhs);
}

Value start_anew(World& world, const Arguments&) {
    world.check_access();
    world.set_global("t", 0);
    world.set_global("dt", 0.025);
    world.set_global("celsius", 6.3);
    world.set_global("secondorder", 0);
    return number(1);
}

constexpr Function kFunctions[] = {
    {"batch_save", "(ref...) -> float",
     "Numbers that batch_run writes down, beside those chosen before; without arguments: forget them all",
     choose},
    {"batch_run", "(stop, every, file[, comment]) -> float",
     "Run on to a time [ms]; the file gets a line of the numbers of batch_save every so many ms", run},
    {"fmatrix", "() or (x, i, sec=) -> float",
     "Print the equations of v of a fixed step at the present numbers; or of a place what it is in its "
     "parent's "
     "equation (1), its own factor (2), its parent's in its own (3) [S/cm2], or the right side (4) [mA/cm2]",
     matrix, true},
    {"initnrn", "() -> float", "t, dt, celsius and secondorder as at the beginning", start_anew},
};

} // namespace

std::span<const Function> batch_functions() { return kFunctions; }

} // namespace ranvier::world::classes
