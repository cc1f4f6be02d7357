// SPDX-License-Identifier: BSD-3-Clause
// Sections, their tree and what is inserted into them.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ranvier/base/error.hpp"
#include "ranvier/model/model.hpp"

namespace ranvier::model {

namespace {

/// An end node has no membrane; with this area 1 nA on it is 1 mA/cm2, so clamps at an end need no case of their own.
constexpr double kEndNodeArea = 100;
constexpr double kInitialV = -65;
constexpr double kInitialDiameter = 500;
constexpr double kInitialCm = 1;

[[noreturn]] void refuse(const Section& section, const char* what, double value, const char* allowed,
                         std::string unit) {
    throw InputError::out_of_range(what, section.name(), number_text(value) + " " + unit, allowed);
}

} // namespace

const Inserted* Section::find(const MechanismType& type) const noexcept {
    for (const auto& i : inserted_)
        if (i.type.get() == &type) return &i;
    return nullptr;
}

int Section::segment_index(double x) const noexcept {
    return std::clamp(static_cast<int>(x * nseg_), 0, nseg_ - 1);
}

Model::Model() : nodes_(std::make_shared<state::Table>("node")) {
    nodes_->add_column("v", kInitialV);
    nodes_->add_column("cm", kInitialCm);
    nodes_->add_column("diam", kInitialDiameter);
    nodes_->add_column("area", kEndNodeArea);
    for (const char* name : {"rhs", "d", "d_static", "to_parent", "from_parent", "i_membrane_", "i_cap"})
        nodes_->add_column(name, 0);
}

Model::~Model() = default;

void Model::check_alive(const Section& section) const {
    if (section.is_deleted())
        throw StateError(ErrorParts{"the section was deleted", section.name(), {}, {}, {}});
}

/// A node starts with the area of an end node; segments get theirs with the next geometry.
state::RowId Model::make_node() { return nodes_->add_row(); }

SectionPtr Model::create_section(std::string name) {
    auto section = std::make_shared<Section>();
    section->name_ = std::move(name);
    section->serial_ = next_serial_++;
    section->nodes_ = {make_node(), make_node()};
    section->root_node_ = make_node();
    sections_.push_back(section);
    section->self_ = std::prev(sections_.end());
    ++revisions_.structure;
    return section;
}

void Model::remove_from_parent(Section& child) {
    auto& siblings = child.parent_->children_;
    siblings.erase(std::find(siblings.begin(), siblings.end(), &child));
    child.parent_ = nullptr;
    child.parent_x_ = 1;
}

void Model::delete_section(Section& section) {
    check_alive(section);
    while (!section.points_on_.empty()) drop_place(*section.points_on_.back());
    const auto children = section.children_;
    for (auto* child : children) disconnect(*child);
    if (section.parent_) {
        remove_from_parent(section);
    } else {
        nodes_->remove_row(section.root_node_);
    }
    for (auto node : section.nodes_) nodes_->remove_row(node);
    for (const auto& i : section.inserted_)
        for (auto row : i.rows) i.type->instances->remove_row(row);
    section.inserted_.clear();
    section.nodes_.clear();
    section.deleted_ = true;
    sections_.erase(section.self_);
    ++revisions_.structure;
    ++revisions_.network;
}

void Model::set_nseg(Section& section, long nseg) {
    check_alive(section);
    if (nseg < 1 || nseg > kMaxSegments)
        throw InputError::out_of_range("nseg", section.name(), std::to_string(nseg), "1 <= nseg <= 32767",
                                       "use an odd number so that x = 0.5 is a node");
    const int before = section.nseg_, after = static_cast<int>(nseg);
    if (before == after) return;
    // Each new segment takes its values from the old one that covers its centre. The old row itself lives on in the new
    // segment nearest to its own centre, so that references to it keep their meaning.
    std::vector<int> old_of(static_cast<std::size_t>(after));
    std::vector<int> heir(static_cast<std::size_t>(before), -1);
    for (int i = 0; i < after; ++i) {
        const double x = (i + 0.5) / after;
        const int o = std::min(static_cast<int>(x * before), before - 1);
        old_of[static_cast<std::size_t>(i)] = o;
        int& h = heir[static_cast<std::size_t>(o)];
        const double centre = (o + 0.5) / before;
        if (h < 0 || std::abs(x - centre) < std::abs((h + 0.5) / after - centre)) h = i;
    }
    const auto rebuild = [&](state::Table& table, std::vector<state::RowId>& rows, auto&& make) {
        std::vector<state::RowId> made(static_cast<std::size_t>(after));
        for (int i = 0; i < after; ++i) {
            const int o = old_of[static_cast<std::size_t>(i)];
            const auto old_row = rows[static_cast<std::size_t>(o)];
            auto& row = made[static_cast<std::size_t>(i)];
            if (heir[static_cast<std::size_t>(o)] == i) {
                row = old_row;
                continue;
            }
            row = make();
            for (int c = 0; c < table.column_count(); ++c)
                table.set(table.row(row), c, table.get(table.row(old_row), c));
        }
        for (int o = 0; o < before; ++o)
            if (heir[static_cast<std::size_t>(o)] < 0) table.remove_row(rows[static_cast<std::size_t>(o)]);
        rows = std::move(made);
    };
    const auto far_end = section.nodes_.back();
    section.nodes_.pop_back();
    rebuild(*nodes_, section.nodes_, [&] { return make_node(); });
    section.nodes_.push_back(far_end);
    for (auto& i : section.inserted_) {
        std::vector<state::RowId> made;
        rebuild(*i.type->instances, i.rows, [&] { return made.emplace_back(i.type->instances->add_row()); });
        // a POINTER is not inherited
        for (const int column : i.type->pointer_columns())
            for (const auto row : made) i.type->instances->set(i.type->instances->row(row), column, 0);
        name_streams(*i.type, made);
    }
    // A new instance is constructed, but its own numbers are those of the old one all the same.
    const auto births = [&] {
        for (int i = 0; i < after; ++i) {
            const bool is_new = heir[static_cast<std::size_t>(old_of[static_cast<std::size_t>(i)])] != i;
            for (std::size_t k = 0; is_new && k < section.inserted_.size(); ++k) {
                const auto type = section.inserted_[k].type;
                if (!type->mechanism->constructor.valid()) continue;
                auto& table = *type->instances;
                const auto row = section.inserted_[k].rows[static_cast<std::size_t>(i)];
                std::vector<double> numbers;
                for (int c = 0; c < table.column_count(); ++c)
                    numbers.push_back(table.get(table.row(row), c));
                born(type, section, i);
                for (int c = 0; c < table.column_count(); ++c)
                    table.set(table.row(row), c, numbers[static_cast<std::size_t>(c)]);
            }
        }
    };
    for (auto* point : section.points_on_) // a place inside is known to a segment's width only
        if (point->x_ > 0 && point->x_ < 1)
            point->x_ = (std::min(static_cast<int>(point->x_ * after), after - 1) + 0.5) / after;
    section.nseg_ = after;
    section.geometry_stale_ = true;
    ++revisions_.structure;
    births();
}

void Model::set_length(Section& section, double length) {
    check_alive(section);
    if (!(length > 0) || !std::isfinite(length)) refuse(section, "L", length, "L > 0", "um");
    if (section.points_.size() > 1) {
        if (section.points_lead_) return;
        const double factor = length / section.length_;
        auto& points = section.points_;
        for (std::size_t i = 0; i < points.size(); ++i) {
            points[i].x = static_cast<float>(points[0].x + (points[i].x - points[0].x) * factor);
            points[i].y = static_cast<float>(points[0].y + (points[i].y - points[0].y) * factor);
            points[i].z = static_cast<float>(points[0].z + (points[i].z - points[0].z) * factor);
            points[i].arc *=
                factor; // not measured again: the points are rounded to single precision, their arcs are not
        }
    }
    section.length_ = length;
    shape_changed(section);
}

void Model::set_ra(Section& section, double ra) {
    check_alive(section);
    if (!(ra > 0) || !std::isfinite(ra)) refuse(section, "Ra", ra, "Ra > 0", "ohm cm");
    section.ra_ = ra;
    shape_changed(section);
}

void Model::set_rallbranch(Section& section, double count) {
    check_alive(section);
    if (!(count > 0) || !std::isfinite(count))
        refuse(section, "rallbranch", count, "rallbranch > 0", "branches");
    section.rallbranch_ = count;
    ++revisions_.geometry;
}

/// In order of how far they are from the end that touches the parent's own parent; of equal places the latest first.
void Model::insert_child(Section& parent, Section& child) {
    const auto distance = [&](const Section* s) {
        return parent.child_end_ == 1 ? 1 - s->parent_x_ : s->parent_x_;
    };
    auto& siblings = parent.children_;
    siblings.insert(
        std::ranges::find_if(siblings, [&](const Section* s) { return distance(s) >= distance(&child); }),
        &child);
}

void Model::check_loop(const Section& child, const Section& parent) const {
    for (const Section* s = &parent; s; s = s->parent_)
        if (s == &child)
            throw InputError(ErrorParts{"connecting would close a loop",
                                        child.name(),
                                        "parent " + parent.name(),
                                        "a parent that is not the section itself nor below it",
                                        {}});
}

void Model::connect(Section& child, double child_end, Section& parent, double parent_x) {
    check_alive(child);
    check_alive(parent);
    if (child_end != 0 && child_end != 1)
        throw InputError::out_of_range("the child's end", child.name(), number_text(child_end), "0 or 1");
    check_x(parent, parent_x);
    check_loop(child, parent);
    if (child.parent_) {
        remove_from_parent(child);
    } else {
        // the child's own root node gives way to the parent's node
        nodes_->remove_row(child.root_node_);
        child.root_node_ = {};
    }
    child.parent_ = &parent;
    child.parent_x_ = parent_x;
    if (child.child_end_ != child_end) {
        child.geometry_stale_ = true; // 3-d points run from the end that touches the parent
        child.child_end_ = child_end;
        for (auto* grandchild : std::exchange(child.children_, {})) insert_child(child, *grandchild);
    }
    insert_child(parent, child);
    ++revisions_.structure;
    ++revisions_.network;
}

void Model::disconnect(Section& child) {
    check_alive(child);
    if (!child.parent_) return;
    remove_from_parent(child);
    child.root_node_ = make_node();
    ++revisions_.structure;
}

void Model::require_charges(const MechanismType& type) const {
    for (const auto& use : type.mechanism->ions) {
        const auto ion = mechanisms_.ion(use.name);
        const bool needs_one = ion->globals->find_column("charge_") >= 0;
        if (needs_one && ion->valence_file.empty())
            throw InputError(ErrorParts{"nobody has said the charge of the ion '" + use.name + "'",
                                        type.name(), type.mechanism->file,
                                        "a VALENCE in some USEION statement",
                                        "write USEION " + use.name + " ... VALENCE 1, or whatever it is"});
    }
}

/// As in NEURON, every RANDOM variable gets a number of its own, the last segment first.
void Model::name_streams(const MechanismType& type, std::span<const state::RowId> rows) {
    const auto& variables = type.mechanism->variables;
    for (std::size_t i = rows.size(); i-- > 0;)
        for (std::size_t v = 0; v < variables.size(); ++v) {
            if (variables[v].kind != mir::VariableKind::stream) continue;
            const double name[] = {1, 0, static_cast<double>(++last_stream_), 0};
            for (int k = 0; k < 4; ++k)
                type.instances->set(type.instances->row(rows[i]), type.column[v] + k, name[k]);
        }
}

void Model::add_inserted(Section& section, const TypePtr& type) {
    if (section.find(*type)) return;
    Inserted inserted{type, {}, next_serial_++};
    inserted.rows.reserve(
        static_cast<std::size_t>(section.nseg_)); // no more: a large model has many such lists
    for (int i = 0; i < section.nseg_; ++i) inserted.rows.push_back(type->instances->add_row());
    name_streams(*type, inserted.rows);
    const auto later = [&](const Inserted& i) { return i.type->evaluation_rank() > type->evaluation_rank(); };
    section.inserted_.insert(std::find_if(section.inserted_.begin(), section.inserted_.end(), later),
                             std::move(inserted));
}

void Model::insert(Section& section, const TypePtr& type) {
    check_alive(section);
    if (type->mechanism->kind != mir::MechanismKind::density)
        throw InputError(ErrorParts{"only density mechanisms can be inserted", section.name(), type->name(),
                                    "a mechanism with SUFFIX",
                                    "a point process is made with h." + type->name() + "(seg)"});
    if (section.find(*type)) return;
    require_charges(*type);
    add_inserted(section, type);
    for (const auto& use : type->mechanism->ions) add_inserted(section, mechanisms_.ion(use.name));
    promote_ion_styles(section, *type);
    ++revisions_.structure;
    for (int i = 0; i < section.nseg_; ++i) born(type, section, i);
}

void Model::born(const TypePtr& type, const Section& section, int segment) const {
    if (birth_hook_ && type->mechanism->constructor.valid()) birth_hook_(type, section, segment);
}

void Model::uninsert(Section& section, const TypePtr& type) {
    check_alive(section);
    const auto it = std::find_if(section.inserted_.begin(), section.inserted_.end(),
                                 [&](const Inserted& i) { return i.type == type; });
    if (it == section.inserted_.end() || type->is_ion()) return; // ions stay, as others may use them
    for (auto row : it->rows) type->instances->remove_row(row);
    section.inserted_.erase(it);
    ++revisions_.structure;
}

void Model::promote_ion_styles(Section& section, const MechanismType& type) {
    using mir::IonQuantity;
    for (const auto& use : type.mechanism->ions) {
        const auto has = [](const auto& list, IonQuantity q) {
            return std::find(list.begin(), list.end(), q) != list.end();
        };
        const auto ion = mechanisms_.ion(use.name);
        const bool reads_c = has(use.reads, IonQuantity::inside) || has(use.reads, IonQuantity::outside);
        const bool writes_c = has(use.writes, IonQuantity::inside) || has(use.writes, IonQuantity::outside);
        const bool writes_e = has(use.writes, IonQuantity::reversal);
        const bool reads_e = has(use.reads, IonQuantity::reversal);
        if (!reads_c && !writes_c && !reads_e && !writes_e) continue; // a current says nothing
        auto& table = *ion->instances;
        for (auto id : section.find(*ion)->rows) {
            const auto row = table.row(id);
            const auto raise = [&](const char* column, double value) {
                const int c = table.find_column(column);
                RV_CHECK(c >= 0);
                table.set(row, c, std::max(table.get(row, c), value));
                return table.get(row, c);
            };
            // concentration: 0 unused, 1 parameter, 3 state; reversal: 0 unused, 1 parameter, 2 computed, 3 written
            const double c_style = raise("c_style_", writes_c ? 3 : reads_c ? 1 : 0);
            double e_style = raise("e_style_", writes_e ? 3 : reads_e ? 1 : 0);
            if (c_style > 0) e_style = raise("e_style_", 2);
            // how the ion starts and what follows it are a function of the two
            const auto put = [&](const char* column, bool on) {
                table.set(row, table.find_column(column), on);
            };
            put("cinit_", c_style == 3);
            put("eadvance_", c_style == 3 && e_style == 2);
            put("einit_", c_style > 0 && e_style == 2);
        }
    }
}

} // namespace ranvier::model
