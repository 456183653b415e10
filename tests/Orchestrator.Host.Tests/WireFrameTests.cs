using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Host.Control;
using Orchestrator.Pty;

namespace Orchestrator.Host.Tests;

public sealed class WireFrameTests
{
    [Fact]
    public void Frames_come_out_whole_however_the_stream_is_cut()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[][]>(),
            ArbMap.Default.ArbFor<int[]>(),
            (payloads, cuts) =>
            {
                var stream = payloads.SelectMany(payload => Whole(WireFrameType.Resize, payload)).ToArray();
                WireFrameReader reader = new();
                List<byte[]> read = [];
                var position = 0;
                var turn = 0;
                while (position < stream.Length)
                {
                    var wanted = cuts.Length == 0 ? stream.Length : 1 + Math.Abs(cuts[turn++ % cuts.Length] % 7);
                    var count = Math.Min(Math.Min(wanted, stream.Length - position), reader.Free.Length);
                    stream.AsSpan(position, count).CopyTo(reader.Free);
                    reader.Filled(count, (_, payload) => read.Add(payload.ToArray()));
                    position += count;
                }

                return read.Count == payloads.Length && read.Zip(payloads).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_frame_larger_than_the_buffer_grows_it()
    {
        var payload = new byte[WireFrame.MaxPayload];
        Random.Shared.NextBytes(payload);
        var stream = Whole(WireFrameType.Bye, payload);
        WireFrameReader reader = new();
        byte[]? read = null;
        for (var position = 0; position < stream.Length;)
        {
            var count = Math.Min(reader.Free.Length, stream.Length - position);
            Assert.True(count > 0, "the reader has no room left for the frame's rest");
            stream.AsSpan(position, count).CopyTo(reader.Free);
            reader.Filled(count, (_, bytes) => read = bytes.ToArray());
            position += count;
        }

        Assert.Equal(payload, read);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(WireFrame.MaxPayload + 1)]
    public void A_length_out_of_range_is_refused(int length)
    {
        WireFrameReader reader = new();
        WireFrame.WriteHeader(reader.Free, WireFrameType.Resize, length);
        Assert.Throws<InvalidDataException>(() => reader.Filled(WireFrame.HeaderLength, (_, _) => { }));
    }

    [Fact]
    public void A_size_goes_there_and_back()
    {
        WireFrameBuffer buffer = new();
        buffer.Begin();
        WireFrame.WriteResizePayload(buffer, new TermSize(213, 57));
        Assert.Equal(new TermSize(213, 57), WireFrame.ReadResize(buffer.Payload));
        Assert.Throws<InvalidDataException>(() => WireFrame.ReadResize([1, 2, 3]));
    }

    [Fact]
    public void A_goodbye_carries_its_exit_code_and_sentence()
    {
        WireFrameBuffer buffer = new();
        buffer.Begin();
        WireFrame.WriteByePayload(buffer, 129, "vorbei · 終");
        Assert.Equal((129, "vorbei · 終"), WireFrame.ReadBye(buffer.Payload));
    }

    private static byte[] Whole(WireFrameType type, byte[] payload)
    {
        WireFrameBuffer buffer = new();
        buffer.Begin();
        payload.CopyTo(buffer.GetSpan(payload.Length));
        buffer.Advance(payload.Length);
        return buffer.End(type).ToArray();
    }
}
