// SPDX-License-Identifier: BSD-3-Clause
// What stands behind a dot: members of templates' objects and of builtin classes, variables of sections.
#include <array>
#include <utility>

#include "machine.hpp"

namespace ranvier::hoc {
namespace {

constexpr std::size_t kMostIndices = 8;

/// Numbers on the stack as indices.
class Indices {
  public:
    Indices(std::string_view name, std::span<const Value> values) : count_(values.size()) {
        if (count_ > kMostIndices) throw InputError(std::string(name) + " has fewer indices");
        for (std::size_t i = 0; i < count_; ++i) numbers_[i] = need_number(values[i], name);
    }
    [[nodiscard]] std::span<const double> span() const { return {numbers_.data(), count_}; }

  private:
    std::array<double, kMostIndices> numbers_{};
    std::size_t count_;
};

[[noreturn]] void no_object(const Site& site) {
    throw InputError({.what = "there is no object before ." + site.name + " (it is NULLobject)",
                      .object = {},
                      .value = {},
                      .allowed = {},
                      .hint = {}});
}

[[noreturn]] void no_member(const Site& site, const Object& object) {
    std::vector<std::string> names;
    for (const auto& member : object.type().members()) names.emplace_back(member.name);
    throw LookupFailure({.what = "has no public member '" + site.name + "'",
                         .object = object.name(),
                         .value = {},
                         .allowed = {},
                         .hint = near_names_hint(site.name, names)});
}

Object& base_object(const Site& site, Value& base, ObjectPtr& held) {
    if (auto* object = std::get_if<ObjectPtr>(&base)) {
        if (!*object) no_object(site);
        return **object;
    }
    if (auto* place = std::get_if<ObjectPlacePtr>(&base)) {
        held = (*place)->get();
        if (!held) no_object(site);
        base = held;
        return *held;
    }
    throw InputError({.what = "has no members such as '." + site.name + "'",
                      .object = {},
                      .value = value_text(base),
                      .allowed = "an object or a section",
                      .hint = {}});
}

} // namespace

Symbol* Machine::find_template_member(Site& site, Object& object) {
    if (site.known_class == &object.type()) return site.known_symbol;
    auto* made = dynamic_cast<TemplateObject*>(&object);
    if (!made) return nullptr;
    Symbol* symbol = made->template_class().scope.find(site.name);
    if (!symbol || !symbol->is_public) no_member(site, object);
    if (symbol->instead) symbol = symbol->instead;
    site.known_class = &object.type();
    site.known_symbol = symbol;
    site.known_member = nullptr;
    return symbol;
}

const Member& Machine::find_member(Site& site, Object& object) {
    if (site.known_class == &object.type() && site.known_member) return *site.known_member;
    const Member* found = object.type().find(site.name);
    if (!found) no_member(site, object);
    site.known_class = &object.type();
    site.known_symbol = nullptr;
    site.known_member = found;
    return *found;
}

Machine::SectionVariable Machine::section_variable(const Site& site, std::span<const Value> values) {
    Symbol* symbol = site.symbol;
    if (!symbol) symbol = &settle(global(site.name));
    if (symbol->kind != Kind::range_variable && symbol->kind != Kind::property)
        throw InputError({.what = "is no variable of sections",
                          .object = site.name,
                          .value = {},
                          .allowed = {},
                          .hint = near_names_hint(site.name, all_names())});
    if (site.count > 1) throw InputError(site.name + " takes one position: " + site.name + "(0.5)");
    SectionVariable out{symbol, 0.5, 0, site.count == 1};
    if (site.indices) out.index = static_cast<int>(need_number(values[0], site.name) + *epsilon);
    if (site.indices > 1 || (site.indices && (out.index < 0 || out.index >= symbol->host.array_size)))
        throw InputError::out_of_range("index", site.name, std::to_string(out.index),
                                       "0 to " + std::to_string(symbol->host.array_size - 1));
    if (site.count) out.x = need_number(values[site.indices], site.name);
    return out;
}

Value Machine::read_section(SectionKey section, const SectionVariable& v) {
    if (v.symbol->kind == Kind::property) return host.property(section, v.symbol->host.id);
    return host.range_value(section, v.symbol->host.id, v.x, v.index);
}

void Machine::write_section(SectionKey section, const SectionVariable& v, double value) {
    if (v.symbol->kind == Kind::property) host.set_property(section, v.symbol->host.id, value);
    else if (v.has_x) host.set_range_value(section, v.symbol->host.id, v.x, v.index, value);
    else host.set_range_values(section, v.symbol->host.id, v.index, value);
}

/// diam(x0:x1) = y0:y1 sets the segments whose centres lie between.
void Machine::taper(SectionKey section, const SectionVariable& v, std::span<const Value> ends) {
    const double x0 = need_number(ends[0], v.symbol->name), x1 = need_number(ends[1], v.symbol->name);
    const double y0 = need_number(ends[2], v.symbol->name), y1 = need_number(ends[3], v.symbol->name);
    if (v.symbol->kind != Kind::range_variable || !(x0 >= 0 && x0 < x1 && x1 <= 1))
        throw InputError::out_of_range("range", v.symbol->name, number_text(x0) + ":" + number_text(x1),
                                       "0 <= a < b <= 1");
    const int segments = host.segments(section);
    for (int i = 0; i < segments; ++i) {
        const double x = (i + 0.5) / segments;
        if (x < x0 - *epsilon || x > x1 + *epsilon) continue;
        host.set_range_value(section, v.symbol->host.id, x, v.index, y0 + (y1 - y0) * (x - x0) / (x1 - x0));
    }
}

namespace {
/// What an alias of this object stands for; null if its template, or the class, knows the name.
const Alias* alias_at(const Site& site, Object& object) {
    return site.known_class == &object.type() ? nullptr : find_alias(object, site.name);
}
} // namespace

/// base indices... arguments... -> value, or a frame that will leave it there
void Machine::member(Site& site) {
    const std::size_t values = std::size_t{site.indices} + site.count;
    Value* first = sp - values;
    Value* base = first - 1;
    if (const auto* section = std::get_if<SectionKey>(base)) {
        Value answer = read_section(*section, section_variable(site, {first, values}));
        clear(base);
        *sp++ = std::move(answer);
        return;
    }
    ObjectPtr held;
    Object& object = base_object(site, *base, held);
    Value answer;
    if (const Alias* alias = alias_at(site, object)) {
        if (alias->number) answer = alias->number->get();
        else answer = alias->object;
    } else if (Symbol* symbol = find_template_member(site, object)) {
        auto* self = static_cast<TemplateObject*>(&object);
        if (symbol->kind == Kind::procedure) {
            if (symbol->procedure->letter == 'i')
                throw InputError(site.name + " is an iterator: for object." + site.name + "(...)");
            if (site.indices) throw InputError(site.name + " is a procedure and has no indices");
            enter(*symbol->procedure, base, first, site.count, self, &site, FrameKind::call);
            return;
        }
        if (site.called && symbol->kind != Kind::undefined && site.count)
            throw InputError(site.name + " is " + std::string(kind_name(symbol->kind)) +
                             " and cannot be called");
        if (symbol->slot < 0) self = nullptr; // an external one
        if (site.indices == 0) {
            answer = read(*symbol, self);
        } else {
            const Indices indices(site.name, {first, site.indices});
            answer = read_element(*symbol, self, indices.span(), site.flag & kAsArgument);
        }
    } else {
        const Member& found = find_member(site, object);
        if (found.kind == MemberKind::number) {
            const Indices indices(site.name, {first, values});
            answer = object.type().get(object, found, indices.span());
        } else {
            call_outside_member(site, found, object, values);
            return;
        }
    }
    clear(base);
    *sp++ = std::move(answer);
}

void Machine::store_member(Site& site, bool pops) {
    const std::size_t values = std::size_t{site.indices} + site.count;
    Value value = std::move(sp[-1]);
    Value* first = sp - 1 - values;
    Value* base = first - 1;
    if (const auto* section = std::get_if<SectionKey>(base)) {
        write_section(*section, section_variable(site, {first, values}), need_number(value, site.name));
    } else {
        ObjectPtr held;
        Object& object = base_object(site, *base, held);
        const Indices indices(site.name, {first, values});
        if (const Alias* alias = alias_at(site, object); alias && alias->number) {
            alias->number->set(need_number(value, site.name));
        } else if (Symbol* symbol = find_template_member(site, object)) {
            auto* self = symbol->slot < 0 ? nullptr : static_cast<TemplateObject*>(&object);
            if (values) write_element(*symbol, self, indices.span(), pops ? std::move(value) : value);
            else write(*symbol, self, pops ? std::move(value) : value);
        } else {
            const Member& found = find_member(site, object);
            if (found.kind == MemberKind::number)
                object.type().set(object, found, indices.span(), need_number(value, site.name));
            else object.type().assign(object, found, indices.span(), value);
        }
    }
    clear(base);
    if (!pops) *sp++ = std::move(value);
}

/// v(0.5) = -65
void Machine::store_call(Site& site, bool pops) {
    const std::size_t values = std::size_t{site.indices} + site.count;
    Value value = std::move(sp[-1]);
    Value* first = sp - 1 - values;
    Symbol& symbol = settle(*site.symbol);
    if (symbol.kind != Kind::range_variable && symbol.kind != Kind::property)
        throw InputError(symbol.name + "() = ...: only variables of sections are assigned so, and this is " +
                         std::string(kind_name(symbol.kind)));
    write_section(current_section(), section_variable(site, {first, values}), need_number(value, site.name));
    clear(first);
    if (!pops) *sp++ = std::move(value);
}

void Machine::place_member(Site& site) {
    const std::size_t values = std::size_t{site.indices} + site.count;
    Value* first = sp - values;
    Value* base = first - 1;
    PlacePtr answer;
    if (const auto* section = std::get_if<SectionKey>(base)) {
        const SectionVariable v = section_variable(site, {first, values});
        answer = v.symbol->kind == Kind::property
                     ? host.property_place(*section, v.symbol->host.id)
                     : host.range_place(*section, v.symbol->host.id, v.x, v.index);
    } else {
        ObjectPtr held;
        Object& object = base_object(site, *base, held);
        const Indices indices(site.name, {first, values});
        if (const Alias* alias = alias_at(site, object); alias && alias->number) {
            answer = alias->number;
        } else if (Symbol* symbol = find_template_member(site, object)) {
            answer = place(*symbol, symbol->slot < 0 ? nullptr : static_cast<TemplateObject*>(&object),
                           indices.span(), false);
        } else {
            const Member& found = find_member(site, object);
            if (found.kind != MemberKind::number)
                throw InputError("& stands before numbers; " + site.name + " is none");
            answer = object.type().place(object, found, indices.span());
        }
    }
    clear(base);
    *sp++ = std::move(answer);
}

void Machine::taper_call(Site& site, bool is_member) {
    Value* ends = sp - 4;
    Value* first = ends - site.indices;
    if (!is_member) site.symbol = &settle(*site.symbol);
    const SectionVariable v = section_variable(site, {first, site.indices});
    SectionKey section;
    if (is_member) {
        const auto* key = std::get_if<SectionKey>(first - 1);
        if (!key) throw InputError("what stands before ." + site.name + "(a:b) is no section");
        section = *key;
    } else {
        section = current_section();
    }
    taper(section, v, {ends, 4});
    clear(is_member ? first - 1 : first);
}

/// setpointer object.name, source and setpointer name_mechanism(0.5), source
void Machine::set_pointer(Site& site, bool is_member) {
    auto source = std::get<PlacePtr>(std::move(sp[-1]));
    const std::size_t values = std::size_t{site.indices} + site.count;
    Value* first = sp - 1 - values;
    if (is_member && !std::holds_alternative<SectionKey>(first[-1])) {
        ObjectPtr held;
        Object& object = base_object(site, first[-1], held);
        host.set_pointer(object, site.name, std::move(source));
    } else {
        if (!is_member) site.symbol = &settle(*site.symbol);
        const SectionVariable v = section_variable(site, {first, values});
        const SectionKey section = is_member ? std::get<SectionKey>(first[-1]) : current_section();
        host.set_range_pointer(section, v.symbol->host.id, v.x, v.index, std::move(source));
    }
    clear(is_member ? first - 1 : first);
}

} // namespace ranvier::hoc
