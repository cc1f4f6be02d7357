// SPDX-License-Identifier: BSD-3-Clause
// The machine that runs bytecode: a stack of values, a stack of frames, the
// names. Calls between procedures of hoc do not use the stack of C; calls that
// come back through the host do, and are counted.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "ranvier/hoc/host.hpp"
#include "ranvier/hoc/interpreter.hpp"

#include "code.hpp"
#include "equations.hpp"
#include "templates.hpp"
#include "tree.hpp"
#include "variables.hpp"

namespace ranvier::hoc {

class Parser;

enum class FrameKind : std::uint8_t { call, make, iterator, body, outer };

struct alignas(64) Frame {
    const Procedure* procedure = nullptr;
    const Instruction* pc = nullptr;
    Value* base = nullptr; ///< where the result goes
    Value* arguments = nullptr;
    std::uint32_t count = 0;
    std::uint32_t owner = 0; ///< of an iterator and of a loop's body: the frame
                             ///< in which the loop stands
    std::uint32_t real = 0;  ///< the frame whose locals these are: its own unless it is a body
    std::uint64_t serial =
        0; ///< tells frames apart that were in one place; 0 until somebody asks (serial_of)
    Value* locals = nullptr;
    TemplateObject* self = nullptr;
    const Site* site = nullptr;        ///< where it was called
    const Instruction* exit = nullptr; ///< of an iterator: behind the loop
    std::size_t section_depth = 0;
    FrameKind kind = FrameKind::call;
};

/// Frames in a row that is made once: to push one costs nothing but what is
/// written into it.
class FrameStack {
  public:
    static constexpr std::size_t kMost = 16000;
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] Frame& operator[](std::size_t i) { return all_[i]; }
    [[nodiscard]] Frame& back() { return all_[count_ - 1]; }
    [[nodiscard]] const Frame& operator[](std::size_t i) const { return all_[i]; }
    [[nodiscard]] const Frame& back() const { return all_[count_ - 1]; }
    /// What was in its place before is still there.
    [[nodiscard]] Frame& push() { return all_[count_++]; }
    void pop_back() noexcept { --count_; }
    void resize(std::size_t count) noexcept { count_ = count; }
    void clear() noexcept { count_ = 0; }

  private:
    std::unique_ptr<Frame[]> all_ = std::make_unique<Frame[]>(kMost + 1);
    std::size_t count_ = 0;
};

/// Kept by places of locals beyond the machine.
struct Stacks {
    static constexpr std::size_t kValues = 1 << 17;
    std::unique_ptr<Value[]> values = std::make_unique<Value[]>(kValues);
    FrameStack frames;
};

/// `stop`.
struct StopRequest {};

/// A function of the language itself.
struct LanguageFunction {
    std::string_view name;
    Value (*call)(Machine& machine, const Arguments& arguments);
};

/// The sections of `create name[2][3]`, whose dimensions the array has.
void create_array(Host& host, const std::string& name, Array& array, const ObjectPtr& owner);

struct Machine {
    Machine(Interpreter& interpreter, Host& host);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    // --- running text (running.cpp)
    void run_source(const SourcePtr& source, TemplateClass* owner = nullptr);
    bool run_typed(const SourcePtr& source);
    /// The text that runs now, innermost last; each is read as far as it has been executed.
    std::vector<Parser*> texts;
    void run_top(const Node& node, const SourcePtr& source);
    void run_node(const Node& node, const SourcePtr& source, TemplateClass* owner, TemplateObject* self,
                  bool echoes);
    void execute(std::string_view text, const ObjectPtr& object);
    double load_file(std::string_view name, bool is_forced);
    double open_file(std::string_view name);
    void define(const Node& node, const SourcePtr& source);
    void begin_template(const Node& node, const SourcePtr& source);
    void end_template(const Node& node, const SourcePtr& source);
    /// Ends the definition: the sections and objects of its body go.
    void close_template();
    void template_names(const Node& node, const SourcePtr& source);

    // --- names (names.cpp)
    Symbol& lookup(TemplateClass* owner, std::string_view name);
    Symbol& global(std::string_view name);
    Symbol& declared(TemplateClass* owner, std::string_view name);
    /// What an undefined name has become since: the host may have learnt it.
    Symbol& settle(Symbol& symbol);
    void adopt(Symbol& symbol, HostName&& host_name);
    [[nodiscard]] std::vector<std::string> all_names() const;
    [[nodiscard]] Variable& variable(Symbol& symbol, TemplateObject* self) {
        return symbol.slot >= 0 && self ? self->field(symbol.slot) : symbol;
    }

    // --- declarations (declare.cpp)
    void declare_text(Symbol& symbol, TemplateObject* self);
    void declare_objects(Symbol& symbol, TemplateObject* self, std::span<const double> sizes);
    void declare_numbers(Symbol& symbol, TemplateObject* self, std::span<const double> sizes);
    void create_sections(Symbol& symbol, TemplateObject* self, std::span<const double> sizes);
    void check_declaration(const Symbol& symbol, const Variable& variable, bool fits,
                           std::string_view as) const;
    [[nodiscard]] std::vector<std::uint32_t> sizes(const Symbol& symbol,
                                                   std::span<const double> numbers) const;
    void destroy_sections(Variable& variable);
    void declare_unknown(Symbol& symbol, TemplateObject* self); ///< depvar

    // --- access to variables (access.cpp)
    /// `starts_sum`: for x += 1, which makes a number of a name that nothing has defined.
    [[nodiscard]] bool becomes_number(Symbol& symbol, TemplateObject* self);
    [[nodiscard]] Value read(Symbol& symbol, TemplateObject* self, bool starts_sum = false);
    [[nodiscard]] Value read_element(Symbol& symbol, TemplateObject* self, std::span<const double> indices,
                                     bool as_argument);
    void write(Symbol& symbol, TemplateObject* self, Value value);
    void write_element(Symbol& symbol, TemplateObject* self, std::span<const double> indices, Value value);
    [[nodiscard]] PlacePtr place(Symbol& symbol, TemplateObject* self, std::span<const double> indices,
                                 bool is_position);
    void assign_object(ObjectPtr& at, ObjectPtr object);
    [[nodiscard]] SectionKey current_section();
    [[nodiscard]] std::shared_ptr<const void> keeper(TemplateObject* self) const;

    // --- members (members.cpp)
    struct SectionVariable {
        Symbol* symbol;
        double x;
        int index;
        bool has_x;
    };
    [[nodiscard]] SectionVariable section_variable(const Site& site, std::span<const Value> values);
    [[nodiscard]] Value read_section(SectionKey section, const SectionVariable& variable);
    void write_section(SectionKey section, const SectionVariable& variable, double value);
    void taper(SectionKey section, const SectionVariable& variable, std::span<const Value> ends);
    [[nodiscard]] const Member& find_member(Site& site, Object& object);
    [[nodiscard]] Symbol* find_template_member(Site& site, Object& object);
    void member(Site& site);
    void store_member(Site& site, bool pops);
    void store_call(Site& site, bool pops);
    void place_member(Site& site);
    void taper_call(Site& site, bool is_member);
    void set_pointer(Site& site, bool is_member);

    // --- calls (calls.cpp)
    Frame& enter(const Procedure& procedure, Value* base, Value* arguments, std::size_t count,
                 TemplateObject* self, const Site* site, FrameKind kind);
    [[noreturn]] void too_deep(const Procedure& procedure) const;
    void release_locals(const Frame& frame);
    void leave(Value&& result); ///< returns from the frame on top
    void call(Site& site);
    void make(Site& site);
    void iterate(Site& site, const Instruction* pc);
    void iterator_statement();
    void break_iterator();
    void return_from_body();
    Value invoke(const Procedure& procedure, TemplateObject* self, std::span<const Value> arguments,
                 FrameKind kind);
    [[nodiscard]] ObjectPtr make_object(TemplateClass& type, std::span<const Value> arguments);
    void call_outside_member(Site& site, const Member& found, Object& object, std::size_t values);
    void call_outside(Site& site, std::size_t values, Value (*function)(Machine&, const Arguments&),
                      const HostFunction* host_function);

    // --- arguments (arguments.cpp)
    [[nodiscard]] Frame& argument_frame() { return stacks->frames.back(); }
    [[nodiscard]] Value& argument(double position);
    [[nodiscard]] Value read_argument(char letter, double position);
    void write_argument(char letter, double position, const Value& value);
    [[nodiscard]] ObjectPlacePtr origin_place(const Frame& caller, const Site& site, std::size_t i);
    [[nodiscard]] PlacePtr place_local(int slot);
    [[nodiscard]] std::uint64_t serial_of(const Frame& frame);

    [[nodiscard]] double element_of_argument(double position, double index);
    void set_element_of_argument(double position, double index, double value);

    void note_use() noexcept; ///< Interpreter::recent

    // --- the run loop (machine.cpp)
    void run(std::size_t floor);
    void seldom(const Instruction& instruction); ///< operations.cpp
    [[nodiscard]] bool next_section();
    /// The stack ends at `from`; what was above lets go of what it holds.
    void clear(Value* from);
    void declare(Op op, Symbol& symbol, TemplateObject* self, std::span<const double> extents);
    void print_value(const Value& value, bool is_echo, bool is_of_object);
    [[nodiscard]] double read_number();

    // --- errors (errors.cpp)
    [[noreturn]] void fail_at(Span span, std::string message, std::string hint) const;
    [[noreturn]] void fail_parsing(const Diagnostics& diagnostics) const;
    [[nodiscard]] HocError trace(const Error& error, std::size_t floor) const;
    [[nodiscard]] std::string call_text(const Frame& frame) const;
    void unwind(std::size_t floor, Value* top, std::size_t sections);

    Interpreter& interpreter;
    Host& host;
    std::shared_ptr<Scope> globals = std::make_shared<Scope>();
    std::vector<std::shared_ptr<TemplateClass>> templates;
    std::shared_ptr<Stacks> stacks = std::make_shared<Stacks>();
    Value* sp = nullptr;
    Value* limit = nullptr;
    Value result;
    std::uint64_t serial = 0;
    const double* epsilon = nullptr;
    int nesting = 0;            ///< of run()s inside each other
    std::uint32_t patience = 0; ///< jumps and calls until the host is asked again
    bool has_unref = false;
    TemplateClass* open_template = nullptr;
    std::vector<std::shared_ptr<const Procedure>> retired; ///< replaced while they may be running
    std::unordered_set<std::string> loaded;
    std::vector<ObjectPtr> pushed_objects;                                ///< object_push
    std::string scratch;                                                  ///< of sprint
    std::unique_ptr<Equations> equations = std::make_unique<Equations>(); ///< of depvar and eqn
    int dying = 0;
    std::vector<ObjectPtr> graveyard;
};

// --- small things that several files need
[[nodiscard]] inline double* number_of(Value& value) { return std::get_if<double>(&value); }
[[nodiscard]] inline const double* number_of(const Value& value) { return std::get_if<double>(&value); }
/// Values above the top of the stack are numbers, so that pushing one is a
/// store.
inline void set_number(Value& value, double x) {
    if (double* at = std::get_if<double>(&value)) *at = x;
    else value = x;
}
/// Exchanges two values: mostly an object that was called and its answer.
inline void exchange(Value& a, Value& b) {
    auto* object = std::get_if<ObjectPtr>(&a);
    if (auto* other = object ? std::get_if<ObjectPtr>(&b) : nullptr) {
        object->swap(*other);
    } else if (const double* number = object ? number_of(b) : nullptr) {
        const double x = *number;
        b.emplace<ObjectPtr>(std::move(*object));
        a.emplace<double>(x);
    } else {
        std::swap(a, b);
    }
}
inline void Machine::clear(Value* from) {
    for (Value* at = from; at < sp; ++at)
        if (!number_of(*at)) *at = 0.0;
    sp = from;
}
[[gnu::always_inline]] inline Frame& Machine::enter(const Procedure& procedure, Value* base, Value* arguments,
                                                    std::size_t count, TemplateObject* self, const Site* site,
                                                    FrameKind kind) {
    auto& frames = stacks->frames;
    const std::size_t depth = frames.size();
    Value* at = sp;
    if (depth >= FrameStack::kMost || limit - at < procedure.needs) too_deep(procedure);
    Frame& frame = frames.push();
    frame.procedure = &procedure;
    frame.pc = procedure.code.instructions.data();
    frame.base = base;
    frame.arguments = arguments;
    frame.count = static_cast<std::uint32_t>(count);
    frame.owner = 0;
    frame.real = static_cast<std::uint32_t>(depth);
    frame.serial = 0;
    frame.locals = at;
    frame.self = self;
    frame.site = site;
    frame.kind = kind;
    if (procedure.locals) {
        for (std::size_t i = 0; i < procedure.number_locals; ++i) set_number(*at++, 0.0);
        for (std::size_t i = procedure.number_locals; i < procedure.locals; ++i) *at++ = ObjectPtr();
        sp = at;
    }
    if (procedure.enters_sections) [[unlikely]]
        frame.section_depth = host.depth();
    return frame;
}

/// An object or a place of one; an error that says what it is instead.
[[nodiscard]] ObjectPtr object_in(const Value& value, std::string_view for_what);
/// The same, taken out of the value.
[[nodiscard]] ObjectPtr object_of(Value&& value, std::string_view for_what);
/// "3", "'text'", "List[0]".
[[nodiscard]] std::string value_text(const Value& value);
[[nodiscard]] double need_number(const Value& value, std::string_view for_what);

} // namespace ranvier::hoc
