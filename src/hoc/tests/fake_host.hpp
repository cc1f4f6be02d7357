// SPDX-License-Identifier: BSD-3-Clause
// A host for tests of the language: sections that are lists of numbers, a List and a Vector with a few methods, files that
// are texts in memory. It knows as much of neurons as the recorded cases use.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ranvier/hoc/host.hpp"
#include "ranvier/hoc/interpreter.hpp"

namespace ranvier::hoc::test {

struct FakeList;
void note(const std::shared_ptr<FakeList>& list);

template <class T> class TableClass : public Class {
  public:
    TableClass(std::string name, std::span<const Member> table) : Class(std::move(name)), table_(table) {}
    ObjectPtr make(const Arguments& arguments) override {
        auto made = std::make_shared<T>(shared_from_this(), arguments);
        if constexpr (requires { made->items.front()->name(); }) note(made);
        return made;
    }
    std::span<const Member> members() const override { return table_; }
    const Member* find(std::string_view name) const override {
        for (const auto& member : table_)
            if (member.name == name) return &member;
        return nullptr;
    }

  private:
    std::span<const Member> table_;
};

struct FakeVector : Object {
    FakeVector(ClassPtr type, const Arguments& a) : Object(std::move(type)) {
        if (a.has(0)) x.assign(static_cast<std::size_t>(a.whole(0, 0, 1000000)), a.number_or(1, 0));
    }
    std::vector<double> x;
};

class VectorPlace : public NumberPlace {
  public:
    VectorPlace(std::shared_ptr<FakeVector> vector, std::size_t i) : vector_(std::move(vector)), i_(i) {}
    double get() const override { return vector_->x.at(i_); }
    void set(double value) override { vector_->x.at(i_) = value; }
    double* address(std::size_t count) override {
        return i_ + count <= vector_->x.size() ? vector_->x.data() + i_ : nullptr;
    }

  private:
    std::shared_ptr<FakeVector> vector_;
    std::size_t i_;
};

inline FakeVector& vector(Object& o) { return static_cast<FakeVector&>(o); }
inline std::size_t vector_index(Object& o, std::span<const double> i) {
    if (i.size() != 1 || !(i[0] >= 0 && i[0] < static_cast<double>(vector(o).x.size())))
        throw InputError::out_of_range("index", o.name(), i.empty() ? "none" : number_text(i[0]),
                                       "the Vector's");
    return static_cast<std::size_t>(i[0]);
}

inline constexpr Member kVector[] = {
    {"x", MemberKind::number, "", "", nullptr,
     [](Object& o, std::span<const double> i) -> PlacePtr {
         return std::make_shared<VectorPlace>(std::static_pointer_cast<FakeVector>(o.shared_from_this()),
                                              vector_index(o, i));
     },
     1, [](Object& o, std::span<const double> i) { return vector(o).x[vector_index(o, i)]; },
     [](Object& o, std::span<const double> i, double v) { vector(o).x[vector_index(o, i)] = v; }},
    {"size", MemberKind::method, "", "",
     [](Object& o, const Arguments&) -> Value { return static_cast<double>(vector(o).x.size()); }},
    {"append", MemberKind::method, "", "",
     [](Object& o, const Arguments& a) -> Value {
         for (std::size_t i = 0; i < a.count(); ++i) vector(o).x.push_back(a.number(i));
         return o.shared_from_this();
     }},
    {"add", MemberKind::method, "", "",
     [](Object& o, const Arguments& a) -> Value {
         for (auto& x : vector(o).x) x += a.number(0);
         return o.shared_from_this();
     }},
    {"mul", MemberKind::method, "", "",
     [](Object& o, const Arguments& a) -> Value {
         for (auto& x : vector(o).x) x *= a.number(0);
         return o.shared_from_this();
     }},
    {"sum", MemberKind::method, "", "",
     [](Object& o, const Arguments&) -> Value {
         double sum = 0;
         for (const double x : vector(o).x) sum += x;
         return sum;
     }},
};

struct FakeList : Object {
    FakeList(ClassPtr type, const Arguments&) : Object(std::move(type)) {}
    std::vector<ObjectPtr> items;
};
inline FakeList& list(Object& o) { return static_cast<FakeList&>(o); }

inline constexpr Member kList[] = {
    {"append", MemberKind::method, "", "",
     [](Object& o, const Arguments& a) -> Value {
         list(o).items.push_back(a.object(0));
         return static_cast<double>(list(o).items.size());
     }},
    {"count", MemberKind::method, "", "",
     [](Object& o, const Arguments&) -> Value { return static_cast<double>(list(o).items.size()); }},
    {"o", MemberKind::method, "", "",
     [](Object& o, const Arguments& a) -> Value {
         return list(o).items[static_cast<std::size_t>(
             a.whole(0, 0, static_cast<std::int64_t>(list(o).items.size()) - 1))];
     }},
    {"object", MemberKind::method, "", "",
     [](Object& o, const Arguments& a) -> Value {
         return list(o).items[static_cast<std::size_t>(
             a.whole(0, 0, static_cast<std::int64_t>(list(o).items.size()) - 1))];
     }},
    {"remove_all", MemberKind::method, "", "",
     [](Object& o, const Arguments&) -> Value {
         list(o).items.clear();
         return 0.0;
     }},
};

struct FakeSection {
    std::string name;
    int segments = 1;
    double L = 100, Ra = 35.4;
    std::vector<std::string> mechanisms;
    std::map<std::int32_t, std::vector<double>> values;
    bool is_alive = true;
};

/// SectionList: append() takes the current section.
class FakeHost;
struct FakeSectionList : Object {
    FakeSectionList(ClassPtr type, const Arguments&) : Object(std::move(type)) {}
    std::vector<SectionKey> items;
};

class NumberVariable : public NumberPlace {
  public:
    explicit NumberVariable(double value) : value_(value) {}
    double get() const override { return value_; }
    void set(double value) override { value_ = value; }
    double* address(std::size_t count) override { return count <= 1 ? &value_ : nullptr; }

  private:
    double value_;
};

class FakeHost : public Host {
  public:
    std::string out, err;
    std::map<std::string, std::string> files;
    std::vector<std::string> entered;
    std::int64_t patience = -1; ///< polls until it stops the program; -1: never

    FakeHost();
    ~FakeHost() override {
        for (auto& list : lists)
            if (auto alive = list.lock()) {
                const auto items = std::move(alive->items); // lists may hold each other
                alive->items.clear();
            }
    }
    std::vector<std::weak_ptr<FakeList>> lists;
    HostName find(std::string_view name) override;
    std::vector<std::string> names() override {
        return {"List", "Vector", "SectionList", "diam", "secname", "celsius"};
    }
    std::deque<std::string> lines; ///< what is typed
    std::optional<std::string> read_line() override {
        if (lines.empty()) return std::nullopt;
        std::string line = std::move(lines.front());
        lines.pop_front();
        return line;
    }
    void print(std::string_view text) override {
        if (out.size() < (1U << 22)) out += text;
    }
    void print_error(std::string_view text) override {
        if (err.size() < (1U << 22)) err += text;
    }
    void poll() override {
        if (patience >= 0 && patience-- == 0) throw Interrupted("stopped");
    }
    SourcePtr open(std::string_view name) override {
        const auto found = files.find(std::string(name));
        return found == files.end() ? nullptr : std::make_shared<SourceText>(found->first, found->second);
    }
    std::optional<Library> find_library(std::string_view name) override {
        if (!files.contains(std::string(name))) return std::nullopt;
        const auto slash = name.rfind('/');
        return Library{std::string(name),
                       slash == std::string_view::npos ? "" : std::string(name.substr(0, slash)),
                       std::string(name)};
    }
    std::string enter(std::string_view folder) override {
        entered.emplace_back(folder);
        return "before";
    }

    SectionKey current() override { return stack_.empty() ? default_ : stack_.back(); }
    void push(SectionKey section) override { stack_.push_back(section); }
    void pop() override {
        if (!stack_.empty())
            stack_.pop_back(); // a section that ended inside its own statement is gone already
    }
    std::size_t depth() override { return stack_.size(); }
    void restore(std::size_t depth) override {
        while (stack_.size() > depth) stack_.pop_back();
    }
    void access(SectionKey section) override { default_ = section; }
    SectionKey create(std::string_view name, int index, const ObjectPtr& owner) override {
        if (sections_.size() > 100000) throw InputError("too many sections");
        FakeSection section;
        if (owner) section.name = owner->name() + ".";
        section.name += name;
        if (index >= 0) section.name += "[" + std::to_string(index) + "]";
        sections_.push_back(std::move(section));
        const SectionKey key{sections_.size()};
        if (!default_) default_ = key;
        return key;
    }
    void destroy(SectionKey section) override {
        at(section).is_alive = false;
        if (default_ == section) default_ = {};
        std::erase(stack_, section);
        if (!default_)
            for (const auto key : sections()) {
                default_ = key;
                break;
            }
    }
    bool is_alive(SectionKey section) override { return at(section).is_alive; }
    std::string section_name(SectionKey section) override { return live(section).name; }
    void connect(SectionKey child, double child_x, SectionKey parent, double parent_x) override {
        connections.push_back(section_name(child) + "(" + number_text(child_x) + ")-" + section_name(parent) +
                              "(" + number_text(parent_x) + ")");
    }
    void insert(SectionKey section, std::string_view mechanism) override {
        if (mechanism != "hh" && mechanism != "pas")
            throw LookupFailure("there is no mechanism " + std::string(mechanism));
        live(section).mechanisms.emplace_back(mechanism);
    }
    void uninsert(SectionKey section, std::string_view mechanism) override {
        std::erase(live(section).mechanisms, std::string(mechanism));
    }
    int segments(SectionKey section) override { return live(section).segments; }
    std::vector<SectionKey> sections() override {
        std::vector<SectionKey> all;
        for (std::size_t i = 0; i < sections_.size(); ++i)
            if (sections_[i].is_alive) all.push_back({i + 1});
        return all;
    }
    std::vector<SectionKey> sections(std::string_view pattern) override {
        std::vector<SectionKey> all;
        for (const auto key : sections())
            if (at(key).name.find(pattern) != std::string::npos) all.push_back(key);
        return all;
    }
    std::vector<SectionKey> sections(Object& object) override {
        auto* given = dynamic_cast<FakeSectionList*>(&object);
        if (!given) throw InputError(object.name() + " is no SectionList");
        return given->items;
    }
    double property(SectionKey section, std::int32_t id) override {
        const auto& s = live(section);
        return id == 0 ? s.segments : id == 1 ? s.L : s.Ra;
    }
    void set_property(SectionKey section, std::int32_t id, double value) override {
        auto& s = live(section);
        if (id == 0) {
            if (!(value >= 1 && value < 32768)) throw InputError("nseg is out of range");
            s.segments = static_cast<int>(value);
            s.values.clear();
        } else if (id == 1) {
            s.L = value;
        } else {
            s.Ra = value;
        }
    }
    double range_value(SectionKey section, std::int32_t id, double x, int) override {
        return number(section, id, x);
    }
    void set_range_value(SectionKey section, std::int32_t id, double x, int, double value) override {
        number(section, id, x) = value;
    }
    void set_range_values(SectionKey section, std::int32_t id, int, double value) override {
        for (int i = 0; i < segments(section); ++i)
            number(section, id, (i + 0.5) / segments(section)) = value;
    }
    PlacePtr range_place(SectionKey section, std::int32_t id, double x, int) override {
        return std::make_shared<RangePlace>(*this, section, id, x);
    }
    std::vector<std::string> connections;

  private:
    class RangePlace : public NumberPlace {
      public:
        RangePlace(FakeHost& host, SectionKey section, std::int32_t id, double x)
            : host_(host), section_(section), id_(id), x_(x) {}
        double get() const override { return host_.number(section_, id_, x_); }
        void set(double value) override { host_.number(section_, id_, x_) = value; }
        double* address(std::size_t count) override {
            return count <= 1 ? &host_.number(section_, id_, x_) : nullptr;
        }

      private:
        FakeHost& host_;
        SectionKey section_;
        std::int32_t id_;
        double x_;
    };
    FakeSection& at(SectionKey section) { return sections_.at(section.value - 1); }
    FakeSection& live(SectionKey section) {
        if (!at(section).is_alive) throw StateError("the section is deleted");
        return at(section);
    }
    double& number(SectionKey section, std::int32_t id, double x) {
        FakeSection& s = live(section);
        if (!(x >= 0 && x <= 1)) throw InputError("x is out of range");
        if (id >= 2 && std::ranges::find(s.mechanisms, "hh") == s.mechanisms.end())
            throw LookupFailure("hh mechanism not inserted in section " + s.name);
        auto& values = s.values[id];
        constexpr double kInitial[] = {-65, 500, 0.12, 0.036};
        if (values.empty()) values.assign(static_cast<std::size_t>(s.segments), kInitial[id]);
        return values[std::min(static_cast<std::size_t>(x * s.segments), values.size() - 1)];
    }
    std::vector<FakeSection> sections_;
    std::vector<SectionKey> stack_;
    SectionKey default_;
    std::map<std::string, PlacePtr, std::less<>> numbers_;
    std::map<std::string, ClassPtr, std::less<>> classes_;
};

inline FakeHost& fake(Interpreter& interpreter) { return static_cast<FakeHost&>(interpreter.host()); }
inline FakeHost*& current_fake() {
    static thread_local FakeHost* host = nullptr;
    return host;
}

inline void note(const std::shared_ptr<FakeList>& list) { current_fake()->lists.push_back(list); }

inline constexpr Member kSectionList[] = {
    {"append", MemberKind::method, "", "",
     [](Object& o, const Arguments&) -> Value {
         static_cast<FakeSectionList&>(o).items.push_back(current_fake()->current());
         return 0.0;
     }},
};

inline constexpr HostFunction kFunctions[] = {
    {"secname",
     [](Interpreter& i, const Arguments&) -> Value {
         const SectionKey section = i.host().current();
         if (!section) throw InputError("no section is accessed");
         return std::make_shared<std::string>(i.host().section_name(section));
     }},
    {"pop_section",
     [](Interpreter& i, const Arguments&) -> Value {
         if (i.host().depth()) i.host().pop();
         return 1.0;
     }},
    {"twice",
     [](Interpreter& i, const Arguments& a) -> Value {
         (void)i.call(a.text(0), {});
         return i.call(a.text(0), {});
     }},
    {"replace_object",
     [](Interpreter& i, const Arguments& a) -> Value {
         a.object_place(0)->set(i.find_class("List")->make(Arguments("List", {})));
         return 1.0;
     }},
};

inline FakeHost::FakeHost() {
    current_fake() = this;
    numbers_["t"] = std::make_shared<NumberVariable>(0);
    numbers_["dt"] = std::make_shared<NumberVariable>(0.025);
    numbers_["celsius"] = std::make_shared<NumberVariable>(6.3);
    classes_["List"] = std::make_shared<TableClass<FakeList>>("List", kList);
    classes_["Vector"] = std::make_shared<TableClass<FakeVector>>("Vector", kVector);
    classes_["SectionList"] = std::make_shared<TableClass<FakeSectionList>>("SectionList", kSectionList);
}

inline HostName FakeHost::find(std::string_view name) {
    for (const auto& function : kFunctions)
        if (function.name == name)
            return {HostKind::function, 0, 1, &function, nullptr, nullptr, nullptr, nullptr};
    if (const auto n = numbers_.find(name); n != numbers_.end())
        return {HostKind::number, 0, 1, nullptr, n->second, nullptr, nullptr, nullptr};
    if (const auto c = classes_.find(name); c != classes_.end())
        return {HostKind::class_, 0, 1, nullptr, nullptr, c->second, nullptr, nullptr};
    constexpr std::string_view kProperties[] = {"nseg", "L", "Ra"};
    for (std::int32_t i = 0; i < 3; ++i)
        if (kProperties[i] == name)
            return {HostKind::section_property, i, 1, nullptr, nullptr, nullptr, nullptr, nullptr};
    constexpr std::string_view kRange[] = {"v", "diam", "gnabar_hh", "gkbar_hh"};
    for (std::int32_t i = 0; i < 4; ++i)
        if (kRange[i] == name)
            return {HostKind::range_variable, i, 1, nullptr, nullptr, nullptr, nullptr, nullptr};
    if (name == "hh" || name == "pas")
        return {HostKind::mechanism, 0, 1, nullptr, nullptr, nullptr, nullptr, nullptr};
    return {};
}

} // namespace ranvier::hoc::test
