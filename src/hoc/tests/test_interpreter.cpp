// SPDX-License-Identifier: BSD-3-Clause
// The interpreter from outside: what Python and the programs do with it.
#include <gtest/gtest.h>

#include <thread>

#include "fake_host.hpp"

namespace ranvier::hoc {
namespace {

struct Session {
    test::FakeHost host;
    Interpreter hoc{host};
    void run(const std::string& text) { hoc.run(std::make_shared<SourceText>("test.hoc", text)); }
    /// The reason of the error with which a program ends; empty: none.
    std::string reason(const std::string& text) {
        try {
            run(text);
        } catch (const HocError& error) {
            return error.reason();
        }
        return "";
    }
    double number(std::string_view name) { return std::get<double>(hoc.get(name)); }
};

TEST(Interpreter, ReadsAndWritesNames) {
    Session s;
    s.run("x = 3\nstrdef a\na = \"text\"\ndouble d[2][3]\nd[1][2] = 7\nobjref o, l[2]\no = new List()\n");
    EXPECT_EQ(s.number("x"), 3);
    EXPECT_EQ(*std::get<TextPtr>(s.hoc.get("a")), "text");
    const double indices[] = {1, 2};
    EXPECT_EQ(std::get<double>(s.hoc.get("d", indices)), 7);
    s.hoc.set("d", indices, 8.0);
    s.hoc.set("x", {}, 4.0);
    s.run("print x, d[1][2], o\n");
    EXPECT_EQ(s.host.out, "4 8 List[0] \n");
    EXPECT_EQ(s.hoc.kind("x"), NameKind::number);
    EXPECT_EQ(s.hoc.kind("l"), NameKind::objects);
    EXPECT_EQ(s.hoc.kind("nothing"), NameKind::none);
    EXPECT_EQ(s.hoc.dimensions("d"), (std::vector<std::size_t>{2, 3}));
    EXPECT_THROW((void)s.hoc.get("nothing"), LookupFailure);
    EXPECT_THROW(s.hoc.set("x", {}, std::make_shared<std::string>("no")), InputError);
}

TEST(Interpreter, PlacesFollowTheirVariables) {
    Session s;
    s.run("x = 3\ndouble d[4]\n");
    const PlacePtr x = s.hoc.place("x");
    x->set(5);
    EXPECT_EQ(s.number("x"), 5);
    EXPECT_EQ(*x->address(), 5);
    EXPECT_EQ(x->address(2), nullptr);
    const double two[] = {2};
    const PlacePtr d = s.hoc.place("d", two);
    EXPECT_NE(d->address(2), nullptr);
    EXPECT_EQ(d->address(3), nullptr);
    s.run("double d[2]\n");
    EXPECT_THROW((void)d->get(), StateError);
}

TEST(Interpreter, PlaceOfALocalEndsWithItsProcedure) {
    static PlacePtr kept;
    static const HostFunction keep{"keep", [](Interpreter&, const Arguments& a) -> Value {
                                       kept = a.place(0);
                                       kept->set(9);
                                       return 1.0;
                                   }};
    struct Host : test::FakeHost {
        HostName find(std::string_view name) override {
            if (name != "keep") return FakeHost::find(name);
            return {HostKind::function, 0, 1, &keep, nullptr, nullptr, nullptr, nullptr};
        }
    } host;
    Interpreter hoc(host);
    hoc.run(std::make_shared<SourceText>("a", "proc p() { local y\n y = 1 keep(&y) print y }\np()\n"));
    EXPECT_EQ(host.out, "9 \n");
    EXPECT_THROW((void)kept->get(), StateError);
    kept.reset();
}

TEST(Interpreter, CallsProceduresAndTemplates) {
    Session s;
    s.run("func add() { return $1 + $2 }\nproc fail() { execerror(\"on purpose\") }\n"
          "begintemplate T\npublic n, f, s, o, set, d\nstrdef s\nobjref o\ndouble d[3]\n"
          "proc init() { n = $1 s = \"made\" d[1] = 4 }\nfunc f() { return n * $1 }\nproc set() { n = $1 }\n"
          "hidden = 1\nendtemplate T\n");
    const Value two[] = {2.0, 3.0};
    EXPECT_EQ(std::get<double>(s.hoc.call("add", two)), 5);
    EXPECT_THROW((void)s.hoc.call("fail", {}), HocError);
    EXPECT_THROW((void)s.hoc.call("nothing", {}), LookupFailure);

    const ClassPtr type = s.hoc.find_class("T");
    ASSERT_TRUE(type);
    const Value ten[] = {10.0};
    const ObjectPtr object = type->make(Arguments("T", ten));
    EXPECT_EQ(object->name(), "T[0]");
    EXPECT_EQ(std::get<double>(s.hoc.call(*object, "f", ten)), 100);
    const Member* n = type->find("n");
    ASSERT_TRUE(n);
    EXPECT_EQ(n->kind, MemberKind::number);
    EXPECT_EQ(type->get(*object, *n, {}), 10);
    type->set(*object, *n, {}, 11);
    type->place(*object, *n, {})->set(12);
    EXPECT_EQ(type->get(*object, *n, {}), 12);
    const double one[] = {1};
    EXPECT_EQ(type->get(*object, *type->find("d"), one), 4);
    EXPECT_EQ(type->find("d")->dimensions, 1);
    EXPECT_EQ(*std::get<TextPtr>(type->call(*object, *type->find("s"), Arguments("s", {}))), "made");
    type->assign(*object, *type->find("o"), {}, object);
    EXPECT_EQ(type->find("hidden"), nullptr);
    EXPECT_EQ(type->members().size(), 6U);
    EXPECT_EQ(s.hoc.find_object("T", 0), object);
    EXPECT_EQ(s.hoc.objects("T").size(), 1U);
    s.hoc.execute("n = 77", object);
    EXPECT_EQ(type->get(*object, *n, {}), 77);
}

TEST(Interpreter, AHostFunctionAssignsToAnObjref) {
    Session s;
    s.run("objref o, a[2]\nreplace_object(o)\nprint o\nproc p() { localobj q\n replace_object(q) print q "
          "replace_object($o1) }\n"
          "p(a[1])\nprint a[1], a[0]\n");
    EXPECT_EQ(s.host.out, "\t1 \nList[0] \nList[1] \nList[2] NULLobject \n");
    EXPECT_NE(s.reason("replace_object(new List())\n"), "");
}

TEST(Interpreter, LiteralsAreNotWrittenInto) {
    Session s;
    s.run("proc p() { sprint(\"literal\", \"%d\", 5) $s1 = \"changed\" }\nproc q() { p(\"kept\") print "
          "\"kept\" }\nq()\nq()\n");
    EXPECT_EQ(s.host.out, "kept\nkept\n");
}

TEST(Interpreter, LoadsAFileOnceAndInItsFolder) {
    Session s;
    s.host.files["lib/a.hoc"] = "n = 1\nload_file(\"lib/a.hoc\")\n{load_file(\"b.hoc\")}\n";
    s.host.files["b.hoc"] = "print \"b\", n\n";
    EXPECT_EQ(s.hoc.load_file("lib/a.hoc"), 1);
    EXPECT_EQ(s.hoc.load_file("lib/a.hoc"), 1);
    EXPECT_EQ(s.host.out, "\t1 \nb1 \n");
    EXPECT_EQ(s.host.entered, (std::vector<std::string>{"lib", "before"}));
    EXPECT_EQ(s.hoc.load_file("b.hoc", true), 1);
    EXPECT_EQ(s.hoc.load_file("missing.hoc"), 0);
    EXPECT_NE(s.host.err.find("missing.hoc"), std::string::npos);
}

TEST(Interpreter, AFileThatOpensItselfIsAnError) {
    Session s;
    s.host.files["self.hoc"] = "{xopen(\"self.hoc\")}\n";
    EXPECT_NE(s.reason("xopen(\"self.hoc\")\n").find("nested too deeply"), std::string::npos);
    s.run("print 1\n");
    EXPECT_EQ(s.host.out, "1 \n");
}

TEST(Interpreter, IsStoppedFromOutside) {
    Session s;
    s.host.patience = 3;
    EXPECT_THROW(s.run("while (1) { }\n"), Interrupted);
    s.host.patience = 3;
    EXPECT_THROW(s.run("proc f() { g() }\nproc g() { }\nfor i = 0, 1e9 f()\n"), Interrupted);
    s.host.patience = -1;
    EXPECT_EQ(s.hoc.call_depth(), 0U);
    s.run("print \"goes on\"\n");
    EXPECT_EQ(s.host.out, "goes on\n");
}

TEST(Interpreter, AsksForTheRestOfAStatement) {
    Session s;
    const auto typed = [&](const char* text) {
        return s.hoc.run_typed(std::make_shared<SourceText>("typed", text));
    };
    EXPECT_FALSE(typed("proc f() {\n"));
    EXPECT_FALSE(typed("proc f() {\nprint 1\n"));
    EXPECT_TRUE(typed("proc f() {\nprint 1\n}\nf()\n"));
    EXPECT_FALSE(typed("/* open"));
    EXPECT_THROW((void)typed("x = = 3\n"), HocError);
    EXPECT_TRUE(typed("begintemplate T\n"));
    EXPECT_TRUE(typed("public x\n"));
    EXPECT_TRUE(typed("x = 1\n"));
    EXPECT_TRUE(typed("endtemplate T\n"));
    EXPECT_TRUE(s.hoc.find_class("T"));
    EXPECT_EQ(s.host.out, "1 \n");
}

TEST(Interpreter, ReadsOldFiles) {
    Session s;
    s.run("// caf\xe9 in Latin-1\rx = 1\rprint \"\xe9\", x\r\nprint x\n\r");
    EXPECT_EQ(s.host.out, "\xe9"
                          "1 \n1 \n");
}

TEST(Interpreter, ReadsNumbersAsLongAsThereAreLines) {
    Session s;
    s.host.lines = {"3", "4.5", "7"};
    s.run("n = sum = 0\nread(x)\nproc all() { while (read(x)) { n += 1 sum += x } }\nall()\nprint n, sum\n");
    EXPECT_EQ(s.host.out, "2 11.5 \n");
    s.host.lines = {"three"};
    EXPECT_NE(s.reason("y = read(x)\n").find("'three' is no number"), std::string::npos);
}

TEST(Interpreter, DeepNestingIsAnError) {
    Session s;
    const auto deep = [](int n) {
        return "x = " + std::string(static_cast<std::size_t>(n), '(') + "1" +
               std::string(static_cast<std::size_t>(n), ')') + "\n";
    };
    EXPECT_NE(s.reason(deep(20000)).find("nested too deeply"), std::string::npos);
    EXPECT_EQ(s.reason(deep(200)), "");
    EXPECT_EQ(s.number("x"), 1);
}

TEST(Interpreter, LongChainsOfObjectsEnd) {
    Session s;
    s.run("begintemplate Link\npublic next\nobjref next\nendtemplate Link\nobjref first, l\n"
          "for i = 1, 200000 { l = new Link() l.next = first first = l }\nobjref first\nobjref l\n");
    EXPECT_EQ(s.hoc.objects("Link").size(), 0U);
    s.run("l = new Link()\nprint l\n");
    EXPECT_EQ(s.host.out, "Link[0] \n");
}

TEST(Interpreter, ObjectsOutliveIt) {
    ObjectPtr kept;
    {
        Session s;
        s.run("begintemplate T\npublic f\nobjref me\nproc init() { me = this }\nfunc f() { return 1 "
              "}\nendtemplate T\n"
              "objref o\no = new T()\n");
        kept = s.hoc.find_object("T", 0);
    }
    EXPECT_EQ(kept->name(), "T[0]");
    EXPECT_THROW((void)kept->type().call(*kept, *kept->type().find("f"), Arguments("f", {})), StateError);
}

TEST(Interpreter, SectionsOfAnObjectEndWithIt) {
    Session s;
    s.run("begintemplate Cell\npublic soma, dend\ncreate soma, dend[2]\nendtemplate Cell\nobjref c\nc = new "
          "Cell()\n"
          "forall print secname()\nobjref c\nforall print secname()\nprint \"none\"\n");
    EXPECT_EQ(s.host.out, "Cell[0].soma\nCell[0].dend[0]\nCell[0].dend[1]\nnone\n");
}

TEST(Interpreter, ReplacesAProcedureThatRuns) {
    Session s;
    s.run("proc f() { execute(\"proc f() { print 2 }\") print 1 }\nf()\nf()\n");
    EXPECT_EQ(s.host.out, "1 \n2 \n");
}

TEST(Interpreter, ATemplateIsDefinedAgainOnceItsObjectsAreGone) {
    Session s;
    s.run("begintemplate T\npublic f\nfunc f() { return 1 }\nendtemplate T\nobjref a, nil\na = new T()\n");
    const std::string again = "begintemplate T\npublic f\nfunc f() { return 2 }\nendtemplate T\n";
    EXPECT_THROW(s.run(again), Error);
    s.run("print a.f()\na = nil\n" + again + "a = new T()\nprint a.f()\n");
    EXPECT_EQ(s.host.out, "1 \n2 \n");
}

TEST(Interpreter, TwoInTwoThreadsDoNotMeet) {
    double sums[2] = {};
    const auto work = [&](int which) {
        Session s;
        s.run("func f() { return $1 * " + std::to_string(which + 1) +
              " }\nx = 0\nfor i = 1, 20000 x += f(i)\n");
        sums[which] = s.number("x");
    };
    std::thread other(work, 1);
    work(0);
    other.join();
    EXPECT_EQ(sums[0], 200010000);
    EXPECT_EQ(sums[1], 400020000);
}

} // namespace
} // namespace ranvier::hoc
