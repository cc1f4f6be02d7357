// SPDX-License-Identifier: BSD-3-Clause
// Runs texts statement by statement: each is parsed, compiled and executed before the next is looked at, since what a file
// does decides what its next lines mean. Templates and procedures are defined as they are met.
#include <deque>
#include <memory>
#include <utility>

#include "compiler.hpp"
#include "inner_templates.hpp"
#include "machine.hpp"
#include "parser.hpp"

namespace ranvier::hoc {
namespace {

constexpr int kDeepestFiles = 60;

/// A text runs among the names of a template, if one is given. Ends the definitions that an error in it leaves open.
class OpenTemplate {
  public:
    OpenTemplate(Machine& machine, TemplateClass* own)
        : machine_(machine), before_(std::exchange(machine.open_template, own)), own_(own) {}
    ~OpenTemplate() {
        const auto is_begun_here = [&](const TemplateClass* open) {
            return open && open != own_ && open != before_;
        };
        while (is_begun_here(machine_.open_template)) machine_.close_template();
        machine_.open_template = before_;
    }
    OpenTemplate(const OpenTemplate&) = delete;
    OpenTemplate& operator=(const OpenTemplate&) = delete;

  private:
    Machine& machine_;
    TemplateClass* before_;
    TemplateClass* own_;
};

/// The text is what runs, as long as this lives.
class Running {
  public:
    Running(Machine& machine, Parser& parser) : machine_(machine) { machine_.texts.push_back(&parser); }
    ~Running() { machine_.texts.pop_back(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

  private:
    Machine& machine_;
};

class Entered {
  public:
    Entered(Host& host, const std::string& folder) : host_(host) {
        if (!folder.empty()) before_ = host.enter(folder);
    }
    ~Entered() {
        try {
            if (!before_.empty()) (void)host_.enter(before_);
        } catch (const Error&) { // the folder is gone: there is nowhere to go back to
        }
    }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;

  private:
    Host& host_;
    std::string before_;
};

} // namespace

void Machine::run_source(const SourcePtr& source, TemplateClass* owner) {
    const OpenTemplate scope(*this, owner);
    std::uint32_t at = 0;
    Diagnostics diagnostics;
    Parser parser(*source, diagnostics, at);
    const Running running(*this, parser);
    while (true) {
        Tree tree;
        const Node* node = parser.next(tree);
        if (!node) {
            if (diagnostics.has_errors()) fail_parsing(diagnostics);
            return;
        }
        run_top(*node, source);
    }
}

bool Machine::run_typed(const SourcePtr& source) {
    // First look whether all of it is there: nothing runs twice.
    {
        Diagnostics diagnostics;
        Parser parser(*source, diagnostics, 0);
        while (true) {
            Tree tree;
            if (parser.next(tree)) continue;
            if (parser.is_incomplete()) return false;
            break;
        }
    }
    // A template that is begun on one line stays open for the next ones.
    Diagnostics diagnostics;
    Parser parser(*source, diagnostics, 0);
    while (true) {
        Tree tree;
        const Node* node = parser.next(tree);
        if (!node) {
            if (diagnostics.has_errors()) fail_parsing(diagnostics);
            return true;
        }
        run_top(*node, source);
    }
}

/// At top level; in the names of an object if one was pushed.
void Machine::run_top(const Node& node, const SourcePtr& source) {
    auto* pushed = open_template || pushed_objects.empty()
                       ? nullptr
                       : dynamic_cast<TemplateObject*>(pushed_objects.back().get());
    run_node(node, source, pushed ? &pushed->template_class() : open_template, pushed, true);
}

void Machine::run_node(const Node& node, const SourcePtr& source, TemplateClass* owner, TemplateObject* self,
                       bool echoes) {
    switch (node.kind) {
    case NodeKind::procedure: define(node, source); return;
    case NodeKind::template_: begin_template(node, source); return;
    case NodeKind::endtemplate: end_template(node, source); return;
    case NodeKind::public_:
    case NodeKind::external: template_names(node, source); return;
    default: break;
    }
    const auto statement = Compiler(*this, source, owner).statement(node, echoes);
    (void)invoke(*statement, self, {}, FrameKind::outer);
}

void Machine::define(const Node& node, const SourcePtr& source) {
    Symbol& symbol = declared(open_template, node.text);
    const bool fits = symbol.kind == Kind::undefined || symbol.kind == Kind::procedure;
    if (symbol.is_outside || !fits)
        fail_at({source.get(), node.begin, node.end},
                symbol.name + " is already " + std::string(kind_name(symbol.kind)) +
                    " and cannot become a procedure",
                "take another name");
    // It is known inside its own body.
    const auto made = Compiler(*this, source, open_template).procedure(node);
    symbol.kind = Kind::procedure;
    if (symbol.procedure && !stacks->frames.empty()) retired.push_back(symbol.procedure);
    symbol.procedure = made;
    if (open_template) {
        if (symbol.name == "init") open_template->init = &symbol;
        if (symbol.name == "unref") {
            open_template->unref = &symbol;
            has_unref = true;
        }
    }
}

void Machine::begin_template(const Node& node, const SourcePtr& source) {
    const Span span{source.get(), node.begin, node.end};
    Scope* const inside = open_template ? &open_template->scope : nullptr;
    const std::string hidden = "." + node.text;
    Symbol* const known = inside ? inside->find(hidden) : &global(node.text);
    Symbol& symbol = known ? *known : inside->add(hidden);
    if (symbol.is_outside || (symbol.kind != Kind::undefined && symbol.kind != Kind::template_))
        fail_at(span,
                node.text + " is already " + std::string(kind_name(symbol.kind)) +
                    " and cannot become a template",
                "take another name");
    // A template that is defined again is another class. NEURON refuses that always; without objects nothing is lost.
    if (symbol.type && !symbol.type->objects.empty())
        fail_at(span,
                "template " + node.text + " has objects (" + symbol.type->objects.front()->name() +
                    ") and cannot be defined again",
                "let go of its objects first, or take another name");
    auto type = std::make_shared<TemplateClass>(*this, node.text);
    templates.push_back(type);
    symbol.kind = Kind::template_;
    symbol.type = type;
    if (open_template) {
        // weak in effect: the machine keeps all templates until it goes
        type->scope.add(kAround).type =
            std::shared_ptr<TemplateClass>(std::shared_ptr<void>(), open_template);
    }
    open_template = type.get();
}

void Machine::end_template(const Node& node, const SourcePtr& source) {
    const Span span{source.get(), node.begin, node.end};
    if (!open_template) fail_at(span, "no template is open", "");
    if (open_template->name() != node.text)
        fail_at(span, "template " + open_template->name() + " is open, not " + node.text, "");
    close_template();
}

void Machine::template_names(const Node& node, const SourcePtr& source) {
    const bool is_public = node.kind == NodeKind::public_;
    if (!open_template)
        fail_at({source.get(), node.begin, node.end},
                is_public ? "public stands in a template" : "external stands in a template", "");
    for (const Node* item : node.kids) {
        if (is_public) {
            declared(open_template, item->text).is_public = true;
            continue;
        }
        Symbol& symbol = global(item->text);
        if (symbol.kind == Kind::undefined && !open_template->scope.find(item->text)) {
            // NEURON wants it to exist; so does the program that uses it.
            fail_at({source.get(), item->begin, item->end}, item->text + " is not declared at top level", "");
        }
        open_template->scope.alias(item->text, symbol);
    }
}

namespace {

/// All statements of a text.
struct Statements {
    explicit Statements(std::string text) : source(std::make_shared<SourceText>("execute", std::move(text))) {
        Parser parser(*source, diagnostics, 0);
        while (const Node* node = parser.next(trees.emplace_back())) nodes.push_back(node);
    }
    SourcePtr source;
    Diagnostics diagnostics;
    std::deque<Tree> trees;
    std::vector<const Node*> nodes;
};

/// NEURON puts braces around the text, between which statements need no line ends. What cannot stand there (a proc) is taken as it
/// is, and mistakes are shown in the text as it was given.
std::unique_ptr<Statements> statements_of(std::string_view text) {
    const bool is_plain = text.starts_with("~");
    auto plain = std::make_unique<Statements>(std::string(is_plain ? text.substr(1) : text));
    if (is_plain || !plain->diagnostics.has_errors()) return plain;
    auto braced = std::make_unique<Statements>("{" + std::string(text) + "\n}");
    return !braced->diagnostics.has_errors() && braced->nodes.size() == 1 ? std::move(braced)
                                                                          : std::move(plain);
}

} // namespace

/// In the names of the object's template. A text with a mistake does nothing.
void Machine::execute(std::string_view text, const ObjectPtr& object) {
    auto* self = dynamic_cast<TemplateObject*>(object.get());
    if (object && !self) throw InputError("execute: " + object->name() + " is no object of a template");
    const OpenTemplate scope(*this, self ? &self->template_class() : nullptr);
    const auto statements = statements_of(text);
    if (statements->diagnostics.has_errors()) fail_parsing(statements->diagnostics);
    for (const Node* node : statements->nodes)
        run_node(*node, statements->source, open_template, self, false);
}

double Machine::open_file(std::string_view name) {
    if (nesting > kDeepestFiles) throw StateError("files are nested too deeply: does one open itself?");
    const SourcePtr source = host.open(name);
    if (!source) throw IoError("cannot open the file " + std::string(name));
    run_source(source);
    return 1;
}

double Machine::load_file(std::string_view name, bool is_forced) {
    if (nesting > kDeepestFiles) throw StateError("files are nested too deeply: does one load itself?");
    if (!is_forced && loaded.contains(std::string(name))) return 1;
    const auto found = host.find_library(name);
    if (!found) {
        host.print_error("cannot find the file " + std::string(name) + "\n");
        return 0;
    }
    if (!is_forced && loaded.contains(found->identity)) return 1;
    // Before it runs, so that files that load each other come to an end.
    loaded.insert(found->identity);
    const Entered entered(host, found->folder);
    const SourcePtr source = host.open(found->file);
    if (!source) throw IoError("cannot open the file " + std::string(name));
    run_source(source);
    return 1;
}

} // namespace ranvier::hoc
