using System.Buffers.Binary;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Tests.Engine;

/// <summary>The first vectors of SipHash's own table: key 00..0f, text 00, 00 01, and so on.</summary>
public sealed class SipHashTests
{
    [Theory]
    [InlineData(0, "310E0EDD47DB6F72")]
    [InlineData(1, "FD67DC93C539F874")]
    [InlineData(7, "37D1018BF50002AB")]
    [InlineData(8, "6224939A79F5F593")]
    [InlineData(15, "E545BE4961CA29A1")]
    public void The_published_vectors_hold(int length, string output)
    {
        var bytes = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        var hash = SipHash.Of(
            bytes.AsSpan(0, length),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)));
        var written = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(written, hash);
        Assert.Equal(output, Convert.ToHexString(written));
    }
}
