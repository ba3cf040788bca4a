using AnoGan.Runtime;
using AnoGan.Tests.Support;
using TorchSharp;

namespace AnoGan.Tests.Runtime;

[Collection(TensorTests.Name)]
public sealed class AheadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Gives_all_items_in_their_order() =>
        Assert.Equal(Enumerable.Range(0, 1000), Ahead.Of(_ => Enumerable.Range(0, 1000), most: 3, Cancellation));

    [Fact]
    public void Makes_the_next_items_while_one_is_used_and_no_more()
    {
        int made = 0;
        using var twoAhead = new ManualResetEventSlim();
        IEnumerable<int> Make()
        {
            for (int i = 0; i < 100; i++)
            {
                if (Interlocked.Increment(ref made) == 3)
                    twoAhead.Set();
                yield return i;
            }
        }

        using IEnumerator<int> items = Ahead.Of(_ => Make(), most: 2, Cancellation).GetEnumerator();
        Assert.True(items.MoveNext());

        // One is used, two wait.
        Assert.True(twoAhead.Wait(TimeSpan.FromSeconds(30), Cancellation));
        Thread.Sleep(50);
        Assert.Equal(3, Volatile.Read(ref made));
    }

    [Fact]
    public void Makes_things_as_they_are_asked_for_where_all_cores_compute()
    {
        (List<int> made, int thread) = MadeOnCores(Environment.ProcessorCount);

        Assert.Equal([1, 2], made);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Makes_things_on_another_thread_where_a_core_is_free()
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "one CPU is all that there is");

        (List<int> made, int thread) = MadeOnCores(Environment.ProcessorCount - 1);

        Assert.Equal([1, 2], made);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Fails_as_the_maker_failed_after_what_it_made()
    {
        IEnumerable<int> Make()
        {
            yield return 1;
            throw new InvalidOperationException("the second cannot be made");
        }

        var taken = new List<int>();
        var failure = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int item in Ahead.Of(_ => Make(), most: 4, Cancellation))
                taken.Add(item);
        });

        Assert.Equal("the second cannot be made", failure.Message);
        Assert.Equal([1], taken);
    }

    [Fact]
    public void Ends_the_maker_when_nobody_takes_the_rest()
    {
        bool isDisposed = false;
        IEnumerable<int> Make(CancellationToken stop)
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    yield return i;
                }
            }
            finally
            {
                isDisposed = true;
            }
        }

        Assert.Equal([0, 1, 2], Ahead.Of(Make, most: 2, Cancellation).Take(3));
        Assert.True(isDisposed);
    }

    [Fact]
    public void Tells_of_a_cancellation_after_what_was_made()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        IEnumerable<int> Make(CancellationToken token)
        {
            yield return 1;
            stop.Cancel();
            token.ThrowIfCancellationRequested();
        }

        var taken = new List<int>();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int item in Ahead.Of(Make, most: 1, stop.Token))
                taken.Add(item);
        });

        Assert.Equal([1], taken);
    }

    // What was made, and on which thread.
    private static (List<int> Made, int Thread) MadeOnCores(int threads)
    {
        int thread = 0;
        IEnumerable<int> Make()
        {
            thread = Environment.CurrentManagedThreadId;
            yield return 1;
            yield return 2;
        }

        List<int> made = [.. Ahead.OnFreeCores(torch.CPU, threads, _ => Make(), most: 1, Cancellation)];
        return (made, thread);
    }
}
