using AnoGan.Method;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class TensorArraysTests
{
    [Fact]
    public void Copies_numbers_row_by_row_however_they_lie_in_memory() => TensorAssert.LeavesNoTensors(() =>
    {
        using var scope = NewDisposeScope();
        Tensor numbers = tensor([1f, 2, 3, 4, 5, 6], [2, 3]);

        Assert.Equal([1, 2, 3, 4, 5, 6], TensorArrays.ValuesOf(numbers));
        Assert.Equal([1, 4, 2, 5, 3, 6], TensorArrays.ValuesOf(numbers.t()));
        Assert.Equal([2, 5], TensorArrays.ValuesOf(numbers.select(1, 1)));
        Assert.Equal([[1, 4], [2, 5], [3, 6]], TensorArrays.RowsOf(numbers.t()));
        Assert.Equal([[4, 5, 6]], TensorArrays.RowsOf(numbers.narrow(0, 1, 1)));
        Assert.Empty(TensorArrays.RowsOf(zeros(0, 3)));
    });

    [Fact]
    public void Refuses_numbers_of_another_type()
    {
        using Tensor doubles = zeros(2, ScalarType.Float64);

        Assert.Throws<ArgumentException>(() => TensorArrays.ValuesOf(doubles));
        Assert.Throws<ArgumentException>(() => TensorArrays.RowsOf(doubles));
    }

    [Fact]
    public void Stacks_rows_and_leaves_those_that_are_missing_empty()
    {
        using Tensor whole = TensorArrays.Stack([[1, 2, 3, 4], [5, 6, 7, 8]], 2, 2, 2);
        using Tensor part = TensorArrays.Stack([[1, 2], [3, 4]], 3, 2);

        Assert.Equal([2, 2, 2], whole.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], TensorArrays.ValuesOf(whole));
        Assert.Equal([1, 2, 3, 4, 0, 0], TensorArrays.ValuesOf(part));
    }
}
