// SPDX-License-Identifier: BSD-3-Clause
// Locals, slots and events. Loads take all lanes, whether they take part or not: every row of a group exists.
// What is written is written under the mask, and in row order where rows may share a target.
#include "body_emitter.hpp"

#include <cstddef>

#include "ranvier/base/error.hpp"

namespace ranvier::codegen {

using mir::Op;
using mir::SlotAccess;

namespace {
const llvm::Align kDouble{8};
}

// Locals.

llvm::Value* BodyEmitter::inside(llvm::Value* index, int count) {
    return b_.CreateICmpULT(index,
                            llvm::ConstantInt::get(index->getType(), static_cast<std::uint64_t>(count)));
}

/// Address of element `index` (in range): one if the index is the same in all lanes, else one a lane.
llvm::Value* BodyEmitter::local_address(std::int32_t local, llvm::Value* index) {
    auto* place = locals_[static_cast<std::size_t>(local)];
    auto* element = place->getAllocatedType()->getArrayElementType();
    if (!LaneBuilder::is_varying(index)) return b_.CreateInBoundsGEP(element, place, index);
    if (!element->isVectorTy()) // an array that is the same in all rows, read at places that differ
        return b_.CreateInBoundsGEP(element, place, index);
    std::vector<llvm::Constant*> lane_numbers;
    for (unsigned l = 0; l < lanes_.lanes(); ++l) lane_numbers.push_back(b_.getInt64(l));
    auto* scaled = b_.CreateMul(index, lanes_.splat(b_.getInt64(lanes_.lanes())));
    return b_.CreateInBoundsGEP(element->getScalarType(), place,
                                b_.CreateAdd(scaled, llvm::ConstantVector::get(lane_numbers)));
}

llvm::Value* BodyEmitter::get_local(const Instruction& in) {
    auto* place = locals_[static_cast<std::size_t>(in.symbol)];
    if (!place->getAllocatedType()->isArrayTy() && in.args.empty())
        return b_.CreateLoad(place->getAllocatedType(), place);
    const auto& local = function_.locals[static_cast<std::size_t>(in.symbol)];
    llvm::Value* index = in.args.empty() ? b_.getInt64(0) : value(in.args[0]);
    auto* is_inside = inside(index, local.count);
    check_index(is_inside, index, in);
    index = b_.CreateSelect(is_inside, index, llvm::Constant::getNullValue(index->getType()));
    llvm::Value* found = nullptr;
    if (!place->getAllocatedType()->isArrayTy()) {
        found = b_.CreateLoad(place->getAllocatedType(), place);
    } else {
        auto* element = place->getAllocatedType()->getArrayElementType();
        auto* address = local_address(in.symbol, index);
        found = LaneBuilder::is_varying(address) ? gather(element->getScalarType(), address)
                                                 : b_.CreateLoad(element, address);
    }
    if (local.count > 1 && local.type == mir::Type::boolean)
        found = b_.CreateICmpNE(found, llvm::Constant::getNullValue(found->getType()));
    return lanes_.select(is_inside, found, llvm::Constant::getNullValue(found->getType()));
}

void BodyEmitter::set_local(const Instruction& in) {
    auto* place = locals_[static_cast<std::size_t>(in.symbol)];
    const auto& local = function_.locals[static_cast<std::size_t>(in.symbol)];
    const bool is_varying = !is_uniform_local(in.symbol);
    auto* new_value = value(in.args[0]);
    if (local.count > 1 && local.type == mir::Type::boolean)
        new_value = b_.CreateZExt(
            new_value, LaneBuilder::is_varying(new_value) ? lanes_.varying(b_.getInt8Ty()) : b_.getInt8Ty());
    if (is_varying) new_value = lanes_.splat(new_value);
    if (in.args.size() < 2) {
        llvm::Value* address = place;
        if (is_varying && mask_ != nullptr)
            new_value = b_.CreateSelect(mask_, new_value, b_.CreateLoad(new_value->getType(), address));
        b_.CreateStore(new_value, address);
        return;
    }
    auto* index = value(in.args[1]);
    auto* is_inside = inside(index, local.count);
    check_index(is_inside, index, in);
    index = b_.CreateSelect(is_inside, index, llvm::Constant::getNullValue(index->getType()));
    auto* allowed = is_varying ? under_mask(lanes_.splat(is_inside)) : is_inside;
    llvm::Value* address = place->getAllocatedType()->isArrayTy() ? local_address(in.symbol, index) : place;
    if (LaneBuilder::is_varying(address)) {
        b_.CreateMaskedScatter(new_value, address,
                               llvm::Align(new_value->getType()->getScalarSizeInBits() / 8), allowed);
        return;
    }
    auto* old_value = b_.CreateLoad(new_value->getType(), address);
    b_.CreateStore(b_.CreateSelect(allowed, new_value, old_value), address);
}

// Slots.

llvm::Value* BodyEmitter::gather(llvm::Type* type, llvm::Value* addresses) {
    const auto size = type->isPointerTy() ? 8 : type->getScalarSizeInBits() / 8;
    return b_.CreateMaskedGather(lanes_.varying(type), addresses, llvm::Align(size));
}

llvm::Value* BodyEmitter::row_address(std::int32_t slot) {
    auto* mask = frame_.row_mask(slot);
    auto* row = mask == nullptr ? row_ : b_.CreateAnd(row_, mask);
    return b_.CreateInBoundsGEP(b_.getDoubleTy(), frame_.base(slot), row);
}

llvm::Value* BodyEmitter::other_rows(int index_set) {
    auto* address = b_.CreateInBoundsGEP(b_.getInt32Ty(), frame_.index_rows(index_set), row_);
    auto* rows =
        frame_.mark_constant(b_.CreateAlignedLoad(lanes_.varying(b_.getInt32Ty()), address, llvm::Align(4)));
    return b_.CreateSExt(rows, lanes_.varying(b_.getInt64Ty()));
}

llvm::Value* BodyEmitter::indexed_addresses(std::int32_t slot) {
    const auto& s = kernel_.slots[static_cast<std::size_t>(slot)];
    return b_.CreateInBoundsGEP(b_.getDoubleTy(), frame_.base(slot), other_rows(s.index_set));
}

llvm::Value* BodyEmitter::element_addresses(std::int32_t slot, llvm::Value* index) {
    const auto& first = kernel_.slots[static_cast<std::size_t>(slot)];
    const bool is_one = !LaneBuilder::is_varying(index);
    // The binding of element i: normally the first one's plus i, else looked up.
    bool is_run = true;
    std::vector<std::uint32_t> bindings;
    for (int i = 0; i < first.array_count; ++i) {
        const auto binding = kernel_.slots[static_cast<std::size_t>(slot + i)].binding;
        is_run = is_run && binding == first.binding + i;
        bindings.push_back(static_cast<std::uint32_t>(binding));
    }
    auto* i64 = is_one ? static_cast<llvm::Type*>(b_.getInt64Ty()) : lanes_.varying(b_.getInt64Ty());
    llvm::Value* binding = nullptr;
    if (is_run) {
        binding = b_.CreateAdd(index, llvm::ConstantInt::get(i64, static_cast<std::uint64_t>(first.binding)));
    } else {
        auto& module = *b_.GetInsertBlock()->getModule();
        auto* data = llvm::ConstantDataArray::get(b_.getContext(), bindings);
        auto* list =
            new llvm::GlobalVariable(module, data->getType(), true, llvm::GlobalValue::PrivateLinkage, data);
        auto* address = b_.CreateInBoundsGEP(b_.getInt32Ty(), list, index);
        auto* found = is_one ? b_.CreateLoad(b_.getInt32Ty(), address) : gather(b_.getInt32Ty(), address);
        binding = b_.CreateZExt(found, i64);
    }
    const auto fetch = [&](llvm::Type* type, llvm::Value* array) {
        auto* address = b_.CreateInBoundsGEP(type, array, binding);
        return is_one ? static_cast<llvm::Value*>(b_.CreateLoad(type, address)) : gather(type, address);
    };
    if (first.access == SlotAccess::scalar) return fetch(b_.getPtrTy(), frame_.scalars());
    auto* base = fetch(b_.getPtrTy(), frame_.columns());
    if (first.access == SlotAccess::indexed)
        return b_.CreateInBoundsGEP(b_.getDoubleTy(), base, other_rows(first.index_set));
    auto* row_mask = b_.CreateNeg(fetch(b_.getInt64Ty(), frame_.strides()));
    if (is_one) // of the group's first row; the others follow
        return b_.CreateInBoundsGEP(b_.getDoubleTy(), base, b_.CreateAnd(row_, row_mask));
    std::vector<llvm::Constant*> lane_numbers;
    for (unsigned l = 0; l < lanes_.lanes(); ++l) lane_numbers.push_back(b_.getInt64(l));
    auto* rows = b_.CreateAdd(lanes_.splat(row_), llvm::ConstantVector::get(lane_numbers));
    return b_.CreateInBoundsGEP(b_.getDoubleTy(), base, b_.CreateAnd(rows, row_mask));
}

llvm::Value* BodyEmitter::load(const Instruction& in) {
    const auto& slot = kernel_.slots[static_cast<std::size_t>(in.symbol)];
    auto* f64 = b_.getDoubleTy();
    if (in.args.empty()) {
        switch (slot.access) {
        case SlotAccess::row:
            return frame_.mark(b_.CreateAlignedLoad(lanes_.varying(f64), row_address(in.symbol), kDouble),
                               in.symbol);
        case SlotAccess::scalar:
            if (auto* known = frame_.scalar(in.symbol)) return known;
            return frame_.load_scalar(in.symbol);
        case SlotAccess::pointer: return load_pointed(in);
        case SlotAccess::indexed: break;
        }
        auto* addresses = indexed_addresses(in.symbol);
        auto* found = lanes_.lanes() == 1 ? b_.CreateLoad(f64, addresses) : gather(f64, addresses);
        return frame_.mark(llvm::cast<llvm::Instruction>(found), in.symbol);
    }
    auto* index = value(in.args[0]);
    auto* is_inside = inside(index, slot.array_count);
    check_index(is_inside, index, in);
    auto* safe = b_.CreateSelect(is_inside, index, llvm::Constant::getNullValue(index->getType()));
    auto* addresses = element_addresses(in.symbol, safe);
    llvm::Value* found = nullptr;
    if (LaneBuilder::is_varying(addresses)) found = gather(f64, addresses);
    else
        found = b_.CreateAlignedLoad(slot.access == SlotAccess::row ? lanes_.varying(f64) : f64, addresses,
                                     kDouble);
    frame_.mark(llvm::cast<llvm::Instruction>(found), in.symbol, slot.array_count);
    return lanes_.select(is_inside, found, llvm::Constant::getNullValue(found->getType()));
}

/// A scalar that each row stores: the number of the last row that is no copy stays.
void BodyEmitter::store_private(const Instruction& in) {
    auto* offset = b_.CreateSub(frame_.kept_row(), row_);
    auto* is_here = b_.CreateICmpULT(offset, b_.getInt64(lanes_.lanes()));
    auto* x = value(in.args[0]);
    if (LaneBuilder::is_varying(x))
        x = b_.CreateExtractElement(x, b_.CreateAnd(offset, b_.getInt64(lanes_.lanes() - 1)));
    auto* kept = b_.CreateSelect(is_here, x, frame_.load_scalar(in.symbol));
    auto* stored = b_.CreateAlignedStore(kept, frame_.base(in.symbol), kDouble);
    frame_.mark(stored, in.symbol);
    // Kernels of other threads store the same number at the same time.
    if (kernel_.slots[static_cast<std::size_t>(in.symbol)].is_settled)
        stored->setAtomic(llvm::AtomicOrdering::Unordered);
}

void BodyEmitter::store(const Instruction& in) {
    const auto& slot = kernel_.slots[static_cast<std::size_t>(in.symbol)];
    if (slot.access == SlotAccess::pointer) return store_pointed(in);
    if (slot.access == SlotAccess::scalar && !kernel_.is_ordered) return store_private(in);
    auto* f64 = b_.getDoubleTy();
    auto* new_value = value(in.args[0]);
    llvm::Value* allowed = mask_;
    llvm::Value* addresses = nullptr;
    int count = 1;
    if (in.args.size() > 1) {
        auto* index = value(in.args[1]);
        auto* is_inside = inside(index, slot.array_count);
        check_index(is_inside, index, in);
        allowed = under_mask(is_inside);
        count = slot.array_count;
        addresses = element_addresses(
            in.symbol, b_.CreateSelect(is_inside, index, llvm::Constant::getNullValue(index->getType())));
    } else {
        addresses = slot.access == SlotAccess::row       ? row_address(in.symbol)
                    : slot.access == SlotAccess::indexed ? indexed_addresses(in.symbol)
                                                         : frame_.base(in.symbol);
    }
    if (LaneBuilder::is_varying(addresses)) {
        // Lanes that meet at one address are stored in order of their numbers (LLVM's rule for scatter).
        auto* mask = allowed == nullptr ? nullptr : lanes_.splat(allowed);
        frame_.mark(b_.CreateMaskedScatter(lanes_.splat(new_value), addresses, kDouble, mask), in.symbol,
                    count);
        return;
    }
    new_value = lanes_.splat(new_value);
    auto* type = lanes_.varying(f64);
    if (allowed != nullptr) {
        auto* old_value = frame_.mark(b_.CreateAlignedLoad(type, addresses, kDouble), in.symbol, count);
        new_value = b_.CreateSelect(allowed, new_value, old_value);
    }
    frame_.mark(b_.CreateAlignedStore(new_value, addresses, kDouble), in.symbol, count);
}

void BodyEmitter::accumulate(const Instruction& in) {
    const auto& slot = kernel_.slots[static_cast<std::size_t>(in.symbol)];
    if (slot.access == SlotAccess::pointer) return store_pointed(in);
    auto* f64 = b_.getDoubleTy();
    auto* term = lanes_.splat(value(in.args[0]));
    // x + -0 is x for every x, also -0: lanes that do not take part add that.
    if (mask_ != nullptr) term = b_.CreateSelect(mask_, term, lanes_.splat(lanes_.number(-0.0)));
    const auto add_to = [&](llvm::Type* type, llvm::Value* address, llvm::Value* x) {
        auto* old_value = frame_.mark(b_.CreateAlignedLoad(type, address, kDouble), in.symbol);
        frame_.mark(b_.CreateAlignedStore(b_.CreateFAdd(old_value, x), address, kDouble), in.symbol);
    };
    switch (slot.access) {
    case SlotAccess::row: return add_to(lanes_.varying(f64), row_address(in.symbol), term);
    case SlotAccess::scalar:
        if (lanes_.lanes() > 1)
            throw InternalError("a scalar is written by a kernel that is not ordered: " + slot.variable);
        return add_to(f64, frame_.base(in.symbol), term);
    case SlotAccess::pointer:
    case SlotAccess::indexed: break;
    }
    // Row after row, since rows may share a target.
    auto* addresses = indexed_addresses(in.symbol);
    for (unsigned l = 0; l < lanes_.lanes(); ++l)
        add_to(f64, lanes_.lane(addresses, l), lanes_.lane(term, l));
}

void BodyEmitter::emit_event(const Instruction& in) {
    if (lanes_.lanes() > 1) throw InternalError("a kernel that sends events runs row by row");
    auto* pointer = b_.getPtrTy();
    auto* inside = new_block("send");
    auto* after = new_block("sent");
    b_.CreateCondBr(b_.CreateIsNull(frame_.host()), after, inside);
    b_.SetInsertPoint(inside);
    const auto field = [&](std::size_t offset) {
        return b_.CreateLoad(pointer, b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), frame_.host(), offset));
    };
    const auto offset = in.op == Op::net_send    ? offsetof(RvHost, net_send)
                        : in.op == Op::net_event ? offsetof(RvHost, net_event)
                                                 : offsetof(RvHost, net_move);
    std::vector<llvm::Value*> args{field(offsetof(RvHost, self)), row_};
    std::vector<llvm::Type*> types{pointer, b_.getInt64Ty()};
    for (const auto arg : in.args) {
        args.push_back(value(arg));
        types.push_back(b_.getDoubleTy());
    }
    b_.CreateCall(llvm::FunctionType::get(b_.getVoidTy(), types, false), field(offset), args);
    b_.CreateBr(after);
    b_.SetInsertPoint(after);
}

} // namespace ranvier::codegen
