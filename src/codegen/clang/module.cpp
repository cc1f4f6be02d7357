// SPDX-License-Identifier: BSD-3-Clause
// C and C++ text to LLVM bitcode. Only the front half of Clang is linked: the LLVM module makes machine code of the bitcode.
// Everything that may be included comes with the request; the disk is never looked at.
#include <exception>
#include <memory>
#include <string>

#include <clang/AST/ASTContext.h>
#include <clang/Basic/CodeGenOptions.h>
#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/DiagnosticLex.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/LangStandard.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Basic/TargetInfo.h>
#include <clang/Basic/TargetOptions.h>
#include <clang/CodeGen/ModuleBuilder.h>
#include <clang/Frontend/FrontendOptions.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/HeaderSearchOptions.h>
#include <clang/Lex/ModuleLoader.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <clang/Parse/ParseAST.h>
#include <clang/Serialization/PCHContainerOperations.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>

#include "clang_module_abi.hpp"
#include "loop_polls.hpp"

namespace ranvier::codegen {
namespace {

constexpr char kFolder[] = "/include/";

/// What real files of other versions and with other libraries meet: the name is not here, or has another form.
ClangFault fault_of(unsigned id) {
    using namespace clang::diag;
    switch (id) {
    case fatal_too_many_errors: return ClangFault::none;
    case err_pp_file_not_found:
    case err_undeclared_var_use:
    case err_undeclared_var_use_suggest:
    case err_undeclared_use:
    case err_undeclared_use_suggest:
    case err_unknown_typename:
    case err_unknown_typename_suggest:
    case err_no_member:
    case err_no_member_suggest:
    case err_no_member_overloaded_arrow:
    case err_typecheck_incomplete_tag:
    case err_typecheck_decl_incomplete_type:
    case err_sizeof_alignof_incomplete_or_sizeless_type:
    case err_typecheck_arithmetic_incomplete_or_sizeless_type:
    case err_conflicting_types:
    case err_ovl_diff_return_type:
    case err_redefinition:
    case err_redefinition_different_type:
    case err_redefinition_different_kind:
    case err_redefinition_different_typedef:
    case err_different_language_linkage:
    case err_static_non_static:
    case err_ovl_no_viable_function_in_call:
    case err_typecheck_call_too_few_args:
    case err_typecheck_call_too_few_args_one:
    case err_typecheck_call_too_few_args_at_least:
    case err_typecheck_call_too_few_args_at_least_one:
    case err_typecheck_call_too_many_args:
    case err_typecheck_call_too_many_args_one:
    case err_typecheck_call_too_many_args_at_most:
    case err_typecheck_call_too_many_args_at_most_one:
    case err_typecheck_call_not_function:
    case err_typecheck_convert_incompatible: return ClangFault::absent;
    default: return ClangFault::mistake;
    }
}

class Complaints final : public clang::DiagnosticConsumer {
  public:
    explicit Complaints(const ClangRequest& request) : request_(request) {}
    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
        DiagnosticConsumer::HandleDiagnostic(level, info);
        if (level < clang::DiagnosticsEngine::Error) return;
        llvm::SmallString<200> text;
        info.FormatDiagnostic(text);
        ClangComplaint complaint;
        complaint.is_error = 1;
        complaint.text = text.c_str();
        complaint.fault = fault_of(info.getID());
        std::string file, header;
        if (info.hasSourceManager() && info.getLocation().isValid()) {
            const auto& sources = info.getSourceManager();
            auto place = sources.getPresumedLoc(info.getLocation());
            while (place.isValid() && place.getIncludeLoc().isValid()) {
                if (header.empty())
                    header = llvm::sys::path::filename(place.getFilename()).str() + ":" +
                             std::to_string(place.getLine());
                place = sources.getPresumedLoc(place.getIncludeLoc());
            }
            if (place.isValid()) {
                if (!header.empty()) complaint.header = header.c_str();
                file = place.getFilename();
                complaint.file = file.c_str();
                complaint.line = place.getLine();
                complaint.column = place.getColumn();
            }
        }
        request_.complain(request_.receiver, &complaint);
    }

  private:
    const ClangRequest& request_;
};

clang::LangOptions language(const ClangRequest& request, const llvm::Triple& triple) {
    clang::LangOptions options;
    std::vector<std::string> includes;
    const bool is_cpp = request.is_cpp != 0;
    clang::LangOptions::setLangDefaults(
        options, is_cpp ? clang::Language::CXX : clang::Language::C, triple, includes,
        is_cpp ? clang::LangStandard::lang_gnucxx17 : clang::LangStandard::lang_gnu89);
    options.Exceptions = 1; // errors of the host pass through frames of C
    options.CXXExceptions = is_cpp;
    options.ThreadsafeStatics = 0;
    options.MathErrno = 1;
    options.NoBuiltin = 0;
    options.setDefaultFPContractMode(clang::LangOptions::FPM_Off);
    options.SpellChecking = 1;
    options.GNUMode = 1;
    return options;
}

/// What old C leaves open is no mistake here; what is one in every C stays one.
void be_tolerant(clang::DiagnosticsEngine& diagnostics, bool is_cpp) {
    diagnostics.setIgnoreAllWarnings(true);
    const auto ignore = [&](const char* group) {
        diagnostics.setSeverityForGroup(clang::diag::Flavor::WarningOrError, group,
                                        clang::diag::Severity::Ignored);
    };
    for (const char* group : {"register", "narrowing", "c++11-narrowing", "writable-strings",
                              "reserved-user-defined-literal", "return-type"})
        ignore(group);
    if (is_cpp) return;
    for (const char* group :
         {"implicit-function-declaration", "implicit-int", "int-conversion", "incompatible-pointer-types",
          "incompatible-function-pointer-types", "return-mismatch", "incompatible-library-redeclaration",
          "deprecated-non-prototype"})
        ignore(group);
}

clang::CodeGenOptions code_generation() {
    clang::CodeGenOptions options;
    options.OptimizationLevel = 2;
    options.setInlining(clang::CodeGenOptions::NormalInlining);
    options.RelocationModel = llvm::Reloc::Static;
    options.CodeModel = "large"; // host functions may be anywhere
    options.UnwindTables = static_cast<unsigned>(llvm::UWTableKind::Async);
    options.DisableFree = false;
    options.EmitLLVMUseLists = false;
    options.DiscardValueNames = true;
    options.UseInitArray = true;
    options.NoCommon = true; // a symbol that only says a size is no place
    return options;
}

int compile(const ClangRequest& request) {
    auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    for (std::size_t i = 0; i < request.file_count; ++i)
        files->addFile(std::string(kFolder) + request.files[i].name, 0,
                       llvm::MemoryBuffer::getMemBufferCopy({request.files[i].text, request.files[i].size}));

    auto diagnostic_options = llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>();
    Complaints complaints(request);
    clang::DiagnosticsEngine diagnostics(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(),
                                         diagnostic_options, &complaints, false);
    be_tolerant(diagnostics, request.is_cpp != 0);
    diagnostics.setErrorLimit(50);

    auto target_options = std::make_shared<clang::TargetOptions>();
    target_options->Triple = llvm::sys::getDefaultTargetTriple();
    target_options->CPU = request.cpu;
    const std::unique_ptr<clang::TargetInfo> target(
        clang::TargetInfo::CreateTargetInfo(diagnostics, target_options));
    if (!target) return 1;
    auto languages = language(request, target->getTriple());
    target->adjust(diagnostics, languages);

    clang::FileManager file_manager(clang::FileSystemOptions{}, files);
    clang::SourceManager sources(diagnostics, file_manager);
    diagnostics.setSourceManager(&sources);

    auto search_options = std::make_shared<clang::HeaderSearchOptions>();
    search_options->UseBuiltinIncludes = false;
    search_options->UseStandardSystemIncludes = false;
    search_options->UseStandardCXXIncludes = false;
    clang::HeaderSearch search(search_options, sources, diagnostics, languages, target.get());
    if (const auto folder = file_manager.getOptionalDirectoryRef("/include"))
        search.AddSearchPath(clang::DirectoryLookup(*folder, clang::SrcMgr::C_User, false), true);

    auto preprocessor_options = std::make_shared<clang::PreprocessorOptions>();
    clang::TrivialModuleLoader modules;
    clang::Preprocessor preprocessor(preprocessor_options, diagnostics, languages, sources, search, modules);
    preprocessor.Initialize(*target);
    const auto generation = code_generation();
    clang::FrontendOptions frontend;
    frontend.ProgramAction = clang::frontend::EmitBC;
    clang::InitializePreprocessor(preprocessor, *preprocessor_options, clang::RawPCHContainerReader(),
                                  frontend, generation);
    auto& identifiers = preprocessor.getIdentifierTable();
    preprocessor.getBuiltinInfo().initializeBuiltins(identifiers, languages);

    clang::ASTContext context(languages, sources, identifiers, preprocessor.getSelectorTable(),
                              preprocessor.getBuiltinInfo(), preprocessor.TUKind);
    context.InitBuiltinTypes(*target);

    llvm::LLVMContext llvm_context;
    const std::unique_ptr<clang::CodeGenerator> generator(clang::CreateLLVMCodeGen(
        diagnostics, request.name, files, *search_options, *preprocessor_options, generation, llvm_context));
    generator->Initialize(context);
    sources.setMainFileID(sources.createFileID(
        llvm::MemoryBuffer::getMemBufferCopy({request.text, request.size}, request.name)));
    complaints.BeginSourceFile(languages, &preprocessor);
    clang::ParseAST(preprocessor, generator.get(), context);
    complaints.EndSourceFile();
    const std::unique_ptr<llvm::Module> module(generator->ReleaseModule());
    if (diagnostics.hasErrorOccurred() || !module) return 1;
    add_loop_polls(*module);
    llvm::SmallVector<char, 0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::WriteBitcodeToFile(*module, stream);
    request.receive(request.receiver, bytes.data(), bytes.size());
    return 0;
}

} // namespace
} // namespace ranvier::codegen

extern "C" __attribute__((visibility("default"))) int
ranvier_clang_compile(const ranvier::codegen::ClangRequest* request) {
    const auto fail = [&](const char* text) {
        ranvier::codegen::ClangComplaint complaint;
        complaint.is_error = 1;
        complaint.text = text;
        request->complain(request->receiver, &complaint);
        return 1;
    };
    if (request->abi != ranvier::codegen::kClangAbi)
        return fail("the Clang module belongs to another build of the library");
    try {
        return ranvier::codegen::compile(*request);
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}
